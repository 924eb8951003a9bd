import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { DataConnection } from '../../../src/client/data.ts';
import { dial } from '../../../src/client/dial.ts';
import { Closed, Timeout } from '../../../src/client/failures.ts';
import { TRANSFER } from '../../../src/client/limits.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { letGo, listen } from '../../support/loopback.ts';

const MS = 20_000;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('DataConnection', () => {
  let data: DataConnection;
  let server: Socket;

  async function connected(serve: (socket: Socket) => void = () => undefined): Promise<void> {
    const accepted = new Promise<Socket>((resolve) => {
      void listen((socket) => {
        serve(socket);
        resolve(socket);
      }).then(async ({ host, port }) => {
        const dialled = await dial({ host, port }, { timeoutMs: MS });
        if (dialled.outcome !== 'connected') throw new Error(dialled.code);
        data = new DataConnection(dialled.channel);
      });
    });
    server = await accepted;
    while ((data as DataConnection | undefined)?.peer.port !== server.localPort)
      await new Promise(setImmediate);
  }

  afterEach(async () => {
    data.destroy();
    await letGo();
  });

  it('reads all to the FIN, with size and digest', async () => {
    const bytes = Buffer.from('line\r\n'.repeat(100_000));
    await connected((socket) => socket.end(bytes));
    const received = await data.receive(Infinity, MS);
    expect(received.bytes.equals(bytes)).to.equal(true);
    expect(received).to.include({ size: bytes.length, sha256: sha256(bytes) });
    expect(received.ending?.how).to.equal('fin');
  });

  it('reads nothing where nothing came before the FIN', async () => {
    await connected((socket) => socket.end());
    const received = await data.receive(Infinity, MS);
    expect(received).to.include({ size: 0, sha256: sha256(Buffer.alloc(0)) });
  });

  it('reads parts of any size, none lost between them', async () => {
    const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));
    await connected((socket) => socket.end(bytes));
    const parts: Buffer[] = [];
    for (const size of [1, 0, 2, 1000, 16_384, 30_000]) {
      const part = await data.receive(size, MS);
      expect(part.size).to.equal(size);
      expect(part.ending).to.equal(undefined);
      parts.push(part.bytes);
    }
    const rest = await data.receive(Infinity, MS);
    expect(Buffer.concat([...parts, rest.bytes]).equals(bytes)).to.equal(true);
    expect(data.arrived).to.equal(bytes.length);
  });

  it('looks whether something came, and leaves it to be read', async () => {
    await connected((socket) => socket.end('a'));
    expect(await data.arrival(MS)).to.equal('data');
    expect((await data.receive(Infinity, MS)).bytes.toString()).to.equal('a');
    expect(await data.arrival(MS)).to.have.property('how', 'fin');
  });

  it('says what it waited for, at the beginning and behind some bytes', async () => {
    await connected();
    const first = await data.receive(Infinity, 1).catch((error: unknown) => error);
    expect((first as Timeout).awaited).to.equal('the first byte of data');
    server.write('abc');
    await data.arrival(MS);
    const later = await data.receive(Infinity, 50).catch((error: unknown) => error);
    expect(later).to.be.instanceOf(Timeout);
    expect((later as Timeout).awaited).to.equal('data after 3 bytes');
  });

  it('makes the sender wait while nobody reads, and gets every byte later', async () => {
    const size = 48 * 1024 * 1024;
    await connected();
    const flushed = new Promise<void>((resolve) => server.end(Buffer.alloc(size, 'x'), resolve));
    await data.arrival(MS);
    expect(data.arrived).to.be.lessThan(4 * 1024 * 1024);
    expect(server.writableLength).to.be.greaterThan(0);
    const received = await data.receive(Infinity, MS);
    await flushed;
    expect(received.size).to.equal(size);
  });

  it('says how the server ended it', async () => {
    await connected();
    server.resetAndDestroy();
    expect((await data.receive(Infinity, MS)).ending?.how).to.equal('reset');
    expect((await data.ended(MS)).how).to.equal('reset');
  });

  it('waits for the end over bytes that nobody wants', async () => {
    await connected((socket) => socket.end(Buffer.alloc(5 * 1024 * 1024)));
    expect((await data.ended(MS)).how).to.equal('fin');
    expect(data.arrived).to.equal(5 * 1024 * 1024);
  });

  it('sends all, then FIN, and still reads', async () => {
    const chunks: Buffer[] = [];
    await connected((socket) => {
      socket.on('data', (bytes: Buffer) => chunks.push(bytes));
      socket.on('end', () => socket.end('thanks'));
    });
    const bytes = Buffer.from('z'.repeat(1_000_001));
    await data.send(bytes);
    await data.end();
    expect((await data.receive(Infinity, MS)).bytes.toString()).to.equal('thanks');
    expect(Buffer.concat(chunks).equals(bytes)).to.equal(true);
  });

  it('says that a server which takes nothing leaves no room', async () => {
    await connected((socket) => socket.pause());
    const late = await data
      .send(Buffer.alloc(64 * 1024 * 1024), 100)
      .catch((error: unknown) => error);
    expect(late).to.be.instanceOf(Timeout);
    expect((late as Timeout).message).to.match(
      /^room for more than \d+ of 67108864 bytes sent did/,
    );
  });

  it('says that the server reset it in the middle', async () => {
    await connected((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const failed = await data
      .send(Buffer.alloc(64 * 1024 * 1024), MS)
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Closed);
    expect((failed as Closed).message).to.equal('the data connection was reset (RST)');
  });

  it('resets', async () => {
    await connected();
    const failed = once(server, 'error').catch((error: unknown) => [error]);
    server.resume();
    data.reset();
    expect(((await failed)[0] as NodeJS.ErrnoException).code).to.equal('ECONNRESET');
  });

  it('keeps the beginning of what is long, and counts all', async () => {
    const bytes = Buffer.alloc(TRANSFER.kept + 100_000, 'abc');
    await connected((socket) => socket.end(bytes));
    const received = await data.receive(Infinity, MS);
    expect(received).to.include({ size: bytes.length, sha256: sha256(bytes) });
    expect(received.bytes.equals(bytes.subarray(0, TRANSFER.kept))).to.equal(true);
  });

  it('has an end where bytes drip for ever', async () => {
    let drip: NodeJS.Timeout | undefined;
    await connected((socket) => {
      drip = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(drip));
    });
    const error = await data.receive(Infinity, MS, 200).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Timeout);
    expect((error as Error).message).to.match(
      /^(the end of the )?data after \d+ bytes did not come/,
    );
  });

  it('gives up where more comes than anybody sends', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    await connected((socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    });
    const error = await data.receive(Infinity, MS).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(WireError);
  });
});
