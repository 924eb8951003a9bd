import { expect } from 'chai';
import type { Socket } from 'node:net';
import { ControlConnection } from '../../../src/client/control.ts';
import { dial } from '../../../src/client/dial.ts';
import { Closed, Timeout } from '../../../src/client/failures.ts';
import { CONTROL } from '../../../src/client/limits.ts';
import { Transcript } from '../../../src/client/transcript.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { letGo, listen, onLines, readUntil } from '../../support/loopback.ts';

const MS = 20_000;

/** A control connection to a server that does what the test wants. */
async function connected(serve: (socket: Socket) => void): Promise<ControlConnection> {
  const { host, port } = await listen(serve);
  const dialled = await dial({ host, port }, { timeoutMs: MS });
  if (dialled.outcome !== 'connected') throw new Error(dialled.code);
  return new ControlConnection('main', dialled.channel, new Transcript([]));
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => expect.fail('it went well'),
    (error: unknown) => error,
  );
}

describe('ControlConnection', () => {
  let control: ControlConnection;

  afterEach(async () => {
    control.destroy();
    await letGo();
  });

  it('sends several commands in one segment, and takes their replies in order', async () => {
    const seen: string[] = [];
    control = await connected((socket) => {
      socket.once('data', (bytes: Buffer) => {
        seen.push(bytes.toString());
        socket.write('200 A\r\n257 "/"\r\n');
      });
    });
    await control.send('NOOP', 'PWD');
    expect((await control.reply(MS)).code).to.equal(200);
    expect((await control.reply(MS)).code).to.equal(257);
    expect(seen).to.deep.equal(['NOOP\r\nPWD\r\n']);
    expect(control.events.map(({ kind }) => kind)).to.deep.equal([
      'command',
      'command',
      'reply',
      'reply',
    ]);
  });

  it('sends a command byte by byte whole', async () => {
    let seen: Promise<string> = Promise.resolve('');
    control = await connected((socket) => {
      seen = readUntil(socket, (text) => text.endsWith('\r\n'));
      void seen.then(() => socket.write('200 A\r\n'));
    });
    await control.sendBytewise('NOOP ä');
    await control.reply(MS);
    expect(await seen).to.equal('NOOP \xc3\xa4\r\n');
  });

  it('keeps raw bytes as they are', async () => {
    let seen: Promise<string> = Promise.resolve('');
    control = await connected((socket) => {
      seen = readUntil(socket, (text) => text.endsWith('\n'));
    });
    await control.sendRaw(Buffer.from([0xff, 0xf4, 0x00, 0x0a]));
    expect(await seen).to.equal('\xff\xf4\x00\n');
    expect(control.events[0]).to.have.property('kind', 'raw');
  });

  it('times a reply from what was last sent', async () => {
    control = await connected((socket) => onLines(socket, () => socket.write('200 A\r\n')));
    await control.send('NOOP');
    const reply = await control.reply(MS);
    expect(control.took(reply)).to.be.at.least(0);
    expect(control.arrived).to.equal('200 A\r\n'.length);
  });

  for (const [bytes, awaited] of [
    ['', 'a reply'],
    ['220 half a li', 'the rest of a reply line'],
    ['211-Features\r\n MDTM\r\n', 'the last line of the multi-line reply 211-'],
  ] as const)
    it(`says that it waited for ${awaited}`, async () => {
      control = await connected((socket) => socket.write(bytes));
      while (control.arrived < bytes.length) await new Promise(setImmediate);
      const late = await failure(control.reply(1));
      expect(late).to.be.instanceOf(Timeout);
      expect((late as Timeout).awaited).to.equal(awaited);
    });

  it('knows the code of a multi-line reply that is open', async () => {
    control = await connected((socket) => socket.write('211-A\r\n'));
    while (control.arrived === 0) await new Promise(setImmediate);
    expect(control.openReply).to.equal(211);
  });

  it('looks at the next reply without taking it', async () => {
    control = await connected((socket) => socket.write('220 A\r\n'));
    const arrived = await control.arrival(MS);
    expect(arrived).to.have.property('code', 220);
    expect(await control.reply(MS)).to.equal(arrived);
    expect(await control.arrival(1)).to.equal(undefined);
  });

  it('gives the replies that came before a FIN, then says that it was closed', async () => {
    control = await connected((socket) => socket.end('220 A\r\n221 B\r\n'));
    expect((await control.ended(MS)).how).to.equal('fin');
    expect((await control.reply(MS)).code).to.equal(220);
    expect((await control.reply(MS)).code).to.equal(221);
    const closed = await failure(control.reply(MS));
    expect(closed).to.be.instanceOf(Closed);
    expect((closed as Closed).message).to.equal('the control connection was closed (FIN)');
  });

  it('tells a reset from a FIN', async () => {
    control = await connected((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await control.send('NOOP');
    expect(await control.ended(MS)).to.include({ how: 'reset', code: 'ECONNRESET' });
    expect(await failure(control.reply(MS))).to.have.property(
      'message',
      'the control connection was reset (RST)',
    );
  });

  it('half-closes: behind its FIN it still takes replies', async () => {
    control = await connected((socket) => {
      socket.on('end', () => socket.end('221 Bye\r\n'));
      socket.resume();
    });
    await control.end();
    expect((await control.reply(MS)).code).to.equal(221);
  });

  it('resets', async () => {
    let reset: Promise<string> = Promise.resolve('');
    control = await connected((socket) => {
      reset = new Promise((resolve) => {
        socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''));
      });
      socket.write('220 A\r\n');
    });
    await control.reply(MS);
    control.reset();
    expect(await reset).to.equal('ECONNRESET');
  });

  it('gives up on a flood without a line end, and closes', async () => {
    control = await connected((socket) => socket.write(Buffer.alloc(3 * 1024 * 1024, 'a')));
    expect(await failure(control.reply(MS))).to.be.instanceOf(WireError);
    await control.ended(MS);
  });

  for (const [what, text] of [
    ['short replies', '200 A\r\n'.repeat(1_000)],
    ['lines of one reply', `200-A\r\n${' B\r\n'.repeat(1_000)}`],
    ['empty lines', '\r\n'.repeat(10_000)],
    ['long replies', `200 ${'A'.repeat(60_000)}\r\n`],
    ['a line without an end', 'A'.repeat(60_000)],
  ] as const)
    it(`drops a connection that brings ${what} without end, and keeps little of them`, async () => {
      control = await connected((socket) => {
        const more = (): void => {
          while (!socket.destroyed && socket.write(text));
        };
        socket.on('drain', more);
        more();
      });
      await control.ended(MS);
      control.forgetReplies();
      const error = await failure(control.reply(MS));
      expect(error).to.be.instanceOf(WireError);
      expect((error as Error).message).to.match(
        /more than .* (came|arrived)|went on for more than/,
      );
      expect(control.events.length).to.be.at.most(CONTROL.lines + 1);
      expect(control.arrived).to.be.at.most(CONTROL.bytes + 64 * 1024);
    });

  it('sends no command with a line end in it', async () => {
    control = await connected(() => undefined);
    for (const line of ['NOOP\r\nDELE x', 'NOOP\nDELE x', 'NOOP\rDELE x']) {
      expect(await failure(control.send(line))).to.be.instanceOf(Error);
      expect(await failure(control.sendBytewise(line))).to.be.instanceOf(Error);
    }
    expect(control.events).to.deep.equal([]);
  });
});
