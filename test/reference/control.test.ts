import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { parse229 } from '../../src/wire/endpoint.ts';
import { dial, readAll, withLogin, withServer, type Raw } from './raw.ts';

const LARGE = '/pub/large.bin';
const LARGE_SIZE = 16 * 1024 * 1024 + 1;

/** Starts RETR of the large file and leaves it unread. */
async function stalled(raw: Raw): Promise<Socket> {
  await raw.send('TYPE I');
  const data = await raw.passive();
  expect((await raw.send(`RETR ${LARGE}`)).code).to.equal(150);
  return data;
}

async function refused(host: string, port: number): Promise<string> {
  try {
    const socket = await dial(host, port);
    socket.resume();
    await once(socket, 'close');
    return 'closed';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  }
}

describe('the control connection of the reference server', () => {
  it('answers commands whatever segments they come in', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      raw.write('NOOP\r\nSYST\r\nNO');
      expect(await raw.codes(2)).to.deep.equal([200, 215]);
      raw.write('OP\r');
      raw.write('\n');
      expect((await raw.reply()).code).to.equal(200);
    }));

  it('takes Telnet commands out and refuses options', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      raw.write(Buffer.from([0xff, 0xfd, 1, 0xff, 0xfb, 3]));
      raw.write(Buffer.from('NO\xff\xf1OP\r\n', 'latin1'));
      expect((await raw.reply()).code).to.equal(200);
      const bytes = raw.received.toString('latin1');
      expect(bytes).to.contain('\xff\xfc\x01').and.to.contain('\xff\xfe\x03');
    }));

  it('answers an overlong line once and stays in step', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      raw.write(`NOOP ${'x'.repeat(65_536)}\r\nSYST\r\n`);
      expect(await raw.codes(2)).to.deep.equal([500, 215]);
    }));

  it('closes on HTTP', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      raw.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      expect((await raw.reply()).code).to.equal(421);
      await raw.gone();
    }));

  it('counts wrong passwords and closes with 421', () =>
    withServer({ passwordDelayMs: 1 }, async (open) => {
      const raw = await open();
      await raw.reply();
      const codes = [];
      for (let i = 0; i < 3; i++) {
        await raw.send('USER ftpspec');
        codes.push((await raw.send('PASS wrong')).code);
      }
      expect(codes).to.deep.equal([530, 530, 421]);
      await raw.gone();
    }));

  it('greets one client too many with 421', () =>
    withServer({ maxClients: 1 }, async (open) => {
      expect((await (await open()).reply()).code).to.equal(220);
      const second = await open();
      expect((await second.reply()).code).to.equal(421);
      await second.gone();
    }));

  it('says 421 to an idle client', () =>
    withServer({ idleTimeoutMs: 50 }, async (open) => {
      const raw = await open();
      expect(await raw.codes(2)).to.deep.equal([220, 421]);
      await raw.gone();
    }));

  it('needs the account of users who have one', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      await raw.send('USER billed');
      expect((await raw.send('PASS billed')).code).to.equal(332);
      expect((await raw.send('PWD')).code).to.equal(530);
      expect((await raw.send('ACCT research')).code).to.equal(230);
    }));
});

describe('the control connection during a transfer', () => {
  it('stops on ABOR: 426, 226, data closed', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      raw.write('ABOR\r\n');
      expect(await raw.codes(2)).to.deep.equal([426, 226]);
      let length = 0;
      data.on('data', (chunk: Buffer) => (length += chunk.length));
      data.resume();
      if (!data.closed) await once(data, 'close');
      expect(length).to.be.below(LARGE_SIZE);
      expect((await raw.send('PWD')).code).to.equal(257);
    }));

  it('takes ABOR after the Telnet Synch', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      raw.write('\xff\xf4\xff\xf2ABOR\r\nNOOP\r\n');
      expect(await raw.codes(3)).to.deep.equal([426, 226, 200]);
      data.destroy();
    }));

  it('answers STAT and NOOP at once and the rest after 226', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      raw.write('STAT\r\nNOOP\r\nPWD\r\nNOOP\r\n');
      const status = await raw.reply();
      expect(status.code).to.equal(211);
      expect(status.lines.map(({ text }) => text).join()).to.match(/RETR is running, \d+ octets/);
      expect(await raw.codes(1)).to.deep.equal([200]);
      expect(await readAll(data)).to.have.length(LARGE_SIZE);
      expect(await raw.codes(3)).to.deep.equal([226, 257, 200]);
    }));

  it('finishes before it obeys QUIT', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      raw.write('QUIT\r\n');
      expect(await readAll(data)).to.have.length(LARGE_SIZE);
      expect(await raw.codes(2)).to.deep.equal([226, 221]);
      await raw.gone();
    }));

  it('reports a reset data connection with 426', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      data.resetAndDestroy();
      expect((await raw.reply()).code).to.equal(426);
    }));

  it('ends the transfer when the control connection is lost', () =>
    withLogin({}, async (raw) => {
      const data = await stalled(raw);
      raw.socket.destroy();
      data.resume();
      await once(data, 'close');
    }));

  it('ends a stalled transfer after its time', () =>
    withLogin({ stallTimeoutMs: 100 }, async (raw) => {
      const data = await raw.passive();
      raw.write('STOR /stalled\r\n');
      expect(await raw.codes(2)).to.deep.equal([150, 426]);
      data.destroy();
    }));

  it('aborts while it waits for the data connection', () =>
    withLogin({}, async (raw) => {
      await raw.send('EPSV');
      expect((await raw.send('RETR /welcome.txt')).code).to.equal(150);
      raw.write('ABOR\r\n');
      expect(await raw.codes(2)).to.deep.equal([426, 226]);
    }));
});

describe('data ports of the reference server', () => {
  const listening = async (raw: Raw): Promise<number> =>
    parse229((await raw.send('EPSV')).text).port;

  it('replace a listener by the newest', () =>
    withLogin({}, async (raw) => {
      const first = await listening(raw);
      const connected = await dial(raw.host, await listening(raw));
      const third = await listening(raw);
      connected.resume();
      await once(connected, 'close');
      expect(await refused(raw.host, first)).to.equal('ECONNREFUSED');
      const data = await dial(raw.host, third);
      raw.write('NLST /pub\r\n');
      expect((await readAll(data)).toString()).to.contain('/pub/large.bin\r\n');
    }));

  for (const command of ['ABOR', 'REIN', 'QUIT', 'PORT 127,0,0,1,200,200'])
    it(`close the listener on ${command}`, () =>
      withLogin({}, async (raw) => {
        const port = await listening(raw);
        const { code } = await raw.send(command);
        expect(code).to.be.within(200, 299);
        expect(await refused(raw.host, port)).to.equal('ECONNREFUSED');
      }));

  it('take one connection', () =>
    withLogin({}, async (raw) => {
      const port = await listening(raw);
      const data = await dial(raw.host, port);
      raw.write('STAT\r\n');
      await raw.reply();
      expect(await refused(raw.host, port)).to.equal('ECONNREFUSED');
      raw.write('NLST\r\n');
      expect((await readAll(data)).toString()).to.contain('welcome.txt\r\n');
    }));

  it('turn strangers away and wait on', () =>
    withLogin({}, async (raw) => {
      const port = await listening(raw);
      const stranger = await dial(raw.host, port, '127.0.0.2');
      stranger.resume();
      await once(stranger, 'close');
      const data = await dial(raw.host, port);
      raw.write('NLST\r\n');
      expect((await readAll(data)).toString()).to.contain('welcome.txt\r\n');
    }));

  it('say 425 when nobody connects', () =>
    withLogin({ acceptTimeoutMs: 50 }, async (raw) => {
      await listening(raw);
      raw.write('LIST\r\n');
      expect(await raw.codes(2)).to.deep.equal([150, 425]);
    }));

  it('obey EPSV ALL until the end of the session', () =>
    withLogin({}, async (raw) => {
      expect((await raw.send('EPSV ALL')).code).to.equal(200);
      for (const command of ['PASV', 'PORT 127,0,0,1,200,200', 'EPRT |1|127.0.0.1|51400|'])
        expect((await raw.send(command)).code, command).to.equal(501);
      expect((await raw.fetch('NLST')).codes).to.deep.equal([150, 226]);
      await raw.send('ABOR');
      expect((await raw.send('PASV')).code).to.equal(501);
    }));

  it('name the families they know', () =>
    withLogin({}, async (raw) => {
      for (const command of ['EPRT |3|x|1|', 'EPRT |2|::1|51400|', 'EPSV 3', 'EPSV 2']) {
        const { code, text } = await raw.send(command);
        expect(code, command).to.equal(522);
        expect(text).to.match(/\(1\)$/);
      }
    }));

  it('connect from the port below the control port, to every endpoint announced anew', () =>
    withLogin({}, async (raw, server) => {
      const listener = createServer().listen(0, '127.0.0.1');
      await once(listener, 'listening');
      const { port } = listener.address() as AddressInfo;
      await raw.send(`EPRT |1|127.0.0.1|${port}|`);
      const accepted = once(listener, 'connection') as Promise<[Socket]>;
      raw.write('NLST\r\n');
      const [data] = await accepted;
      expect(data.remotePort).to.equal(server.port - 1);
      expect((await readAll(data)).toString()).to.contain('pub\r\n');
      data.destroy();
      expect(await raw.codes(2)).to.deep.equal([150, 226]);
      listener.close();
      raw.write('NLST\r\n');
      expect(await raw.codes(2)).to.deep.equal([150, 425]);
    }));

  it('connect to the client’s control port by default', () =>
    withLogin({}, async (raw) => {
      raw.write('NLST\r\n');
      expect(await raw.codes(2)).to.deep.equal([150, 425]);
    }));

  const wrong: readonly [string, number][] = [
    ['PORT 127,0,0,2,200,200', 504],
    ['PORT 127,0,0,1,0,25', 504],
    ['PORT 127,0,0,1,0,0', 501],
    ['PORT 127,0,0,1,300,1', 501],
    ['PORT 127,0,0,1', 501],
    ['EPRT |1|127.0.0.2|51400|', 504],
    ['EPRT |1|127.0.0.1|51400', 501],
    ['EPSV x', 501],
  ];
  for (const [command, due] of wrong)
    it(`refuse ${command}`, () =>
      withLogin({}, async (raw) => {
        expect((await raw.send(command)).code).to.equal(due);
      }));
});
