// `npm run bench [-- ids]`: ftpspec beside what a user would take in its place, on the same server, in turns.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { BENCHMARKS } from './benchmarks.ts';
import { costOf } from './measure.ts';
import { openRelay, type Relay } from './relay.ts';
import { type Measured, withTable } from './table.ts';

const args = await yargs(hideBin(process.argv))
  .option('rounds', { type: 'number', default: 5, describe: 'How often each is measured' })
  .option('size', { type: 'number', default: 1000, describe: 'Hosts of the fleet' })
  .option('keep', { type: 'boolean', default: true, describe: 'Write results.json and the table' })
  .strictOptions()
  .parse();

const NEAR = '127.0.0.1';
const FAR = '127.0.0.2';
/** More than one run holds at a time, below those that the kernel gives away. */
const PASSIVE = Array.from({ length: 200 }, (_, index) => 23_000 + index);
const FILE = join(import.meta.dirname, 'results.json');
const PAGE = join(import.meta.dirname, 'README.md');
const COMMAND = join(import.meta.dirname, '../dist/ftpspec.js');

const ids = args._.map(String);
const unknown = ids.filter((id) => !BENCHMARKS.some((one) => one.id === id));
if (unknown.length > 0) {
  const known = BENCHMARKS.map(({ id }) => id).join(', ');
  throw new Error(`there is no benchmark ${unknown.join(', ')}; there are ${known}`);
}
const chosen = BENCHMARKS.filter(({ id }) => ids.length === 0 || ids.includes(id));
const folder = mkdtempSync(join(tmpdir(), 'ftpspec-bench-'));
const ports = `${PASSIVE.at(0)}-${PASSIVE.at(-1)}`;
const server = spawn(
  process.execPath,
  [COMMAND, 'serve', '--host', NEAR, '--port', '0', '--passive-ports', ports],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
let relay: Relay | undefined;
try {
  const { port, account } = await addressOf(server.stdout);
  relay = await openRelay(FAR, NEAR, [port, ...PASSIVE], 20);
  const [url, farUrl] = [NEAR, FAR].map((host) => `ftp://${account}@${host}:${port}`) as [
    string,
    string,
  ];
  const surroundings = { url, farUrl, folder, size: args.size };
  const measured: Measured[] = [];
  for (const { id, before, ours, rival } of chosen) {
    if (before) await costOf(before(surroundings));
    const rounds: Measured['rounds'][number][] = [];
    while (rounds.length < args.rounds)
      rounds.push({
        ours: await costOf(ours(surroundings)),
        rival: await costOf(rival(surroundings)),
      });
    measured.push({ id, size: args.size, rounds });
    console.log(`${id}: measured ${rounds.length} times`);
  }
  if (args.keep) keep(measured);
} finally {
  relay?.close();
  server.kill('SIGINT');
  rmSync(folder, { recursive: true });
}

/** What the server says of how to come in. */
async function addressOf(
  output: NodeJS.ReadableStream,
): Promise<{ port: number; account: string }> {
  let port = '';
  for await (const line of createInterface({ input: output })) {
    port = /, port (\d+)/.exec(line)?.[1] ?? port;
    const [, user, password] = /^Log in as (\S+) with the password "(.*?)"/.exec(line) ?? [];
    if (user !== undefined && password !== undefined)
      return { port: Number(port), account: `${user}:${encodeURIComponent(password)}` };
  }
  throw new Error('the embedded server did not start');
}

/** Puts results in the place of older ones of the same benchmarks. */
function keep(measured: readonly Measured[]): void {
  const older = JSON.parse(readFileSync(FILE, 'utf8')) as Measured[];
  const all = BENCHMARKS.flatMap(
    ({ id }) => [...measured, ...older].find((one) => one.id === id) ?? [],
  );
  writeFileSync(FILE, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), all));
}
