// A device that reads and edits control connections: node relay.mjs INSPECTION.json
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inspection } from './inspection.ts';

const run = promisify(execFile);
const inspection = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Inspection;

const announced = (line: string) => {
  const passive = /(\d+),(\d+)\D*$/.exec(line);
  const extended = /\|\|\|(\d+)\|/.exec(line);
  if (extended) return Number(extended[1]);
  return passive ? Number(passive[1]) * 256 + Number(passive[2]) : undefined;
};

/** Passes lines one by one; a TLS record or what is no line passes as it is. */
function inspect(from: 'client' | 'server', source: net.Socket, sink: net.Socket): void {
  let pending = Buffer.alloc(0);
  let opaque = false;
  const end = (how: 'fin' | 'reset') => {
    for (const socket of [source, sink]) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroySoon();
    }
  };
  const pass = async (line: string) => {
    const rule = inspection.rules.find(
      (one) => one.from === from && new RegExp(one.match, 'i').test(line),
    );
    if (rule?.close !== undefined) {
      end(rule.close);
      return;
    }
    if (rule?.drop === true) return;
    if (rule?.pinhole === true) {
      const element = `{ ${announced(line) ?? 0} }`;
      await run('nft', ['add', 'element', 'inet', 'lab', 'pinholes', element]);
    }
    if (inspection.delay !== undefined) await sleep(inspection.delay * 1000);
    const text =
      rule?.replace === undefined ? line : line.replace(new RegExp(rule.match, 'i'), rule.replace);
    sink.write(Buffer.from(text, 'latin1'));
  };
  let order = Promise.resolve();
  source.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    if (opaque || pending[0] === 0x16 || pending[0] === 0x15 || pending[0] === 0x17) {
      opaque = true;
      sink.write(pending);
      pending = Buffer.alloc(0);
      return;
    }
    for (;;) {
      const at = pending.indexOf(10);
      if (at < 0) return;
      const line = pending.subarray(0, at + 1).toString('latin1');
      pending = pending.subarray(at + 1);
      order = order.then(() => pass(line)).catch(() => end('fin'));
    }
  });
  source.on('end', () => void order.then(() => sink.end()));
  source.on('error', () => sink.destroy());
}

net
  .createServer({ allowHalfOpen: true }, (client) => {
    const server = net.connect({ ...inspection.server, allowHalfOpen: true });
    inspect('client', client, server);
    inspect('server', server, client);
  })
  .listen(inspection.port, inspection.host ?? '::');
