import { expect } from 'chai';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ControlConnection } from '../../../src/client/control.ts';
import { DataConnection } from '../../../src/client/data.ts';
import { dial } from '../../../src/client/dial.ts';
import { Distrusted, HandshakeFailed, Timeout } from '../../../src/client/failures.ts';
import { RecordWatch, type TlsSettings } from '../../../src/client/tls.ts';
import { Transcript } from '../../../src/client/transcript.ts';
import { startReference, type ReferenceServer } from '../../../src/reference/index.ts';
import { makeCertificate, makeContext, type Certificate } from '../../../src/reference/tls.ts';
import { Tunnel } from '../../../src/reference/tunnel.ts';
import { parse229 } from '../../../src/wire/endpoint.ts';
import { letGo, listen } from '../../support/loopback.ts';
import { Random } from '../../support/random.ts';

const MS = 20_000;
const TRUSTING: TlsSettings = { servername: 'localhost', verify: false, ca: undefined };

async function open(to: { host: string; port: number }): Promise<ControlConnection> {
  const dialled = await dial(to, { timeoutMs: MS });
  if (dialled.outcome !== 'connected') throw new Error(dialled.code);
  return new ControlConnection('main', dialled.channel, new Transcript([]));
}

describe('TLS against the reference server', () => {
  let server: ReferenceServer;
  let control: ControlConnection;

  before(async () => {
    server = await startReference();
  });

  after(async () => {
    await server.close();
  });

  beforeEach(async () => {
    control = await open({ host: '127.0.0.1', port: server.port });
    expect((await control.reply(MS)).code).to.equal(220);
  });

  afterEach(() => control.destroy());

  async function ask(line: string): Promise<{ code: number; text: string }> {
    await control.send(line);
    return await control.reply(MS);
  }

  async function auth(settings: TlsSettings = TRUSTING): Promise<void> {
    expect((await ask('AUTH TLS')).code).to.equal(234);
    await control.secure(settings, MS);
  }

  async function login(): Promise<void> {
    await ask(`USER ${server.user}`);
    expect((await ask(`PASS ${server.password}`)).code).to.equal(230);
  }

  it('goes on under TLS, and says what it agreed on', async () => {
    await auth();
    expect((await ask('NOOP')).code).to.equal(200);
    expect(control.secured).to.include({ protocol: 'TLSv1.3', resumed: false });
    expect(control.secured?.trustError).to.match(/SELF_SIGNED/);
    expect(control.certificate?.subjectAltName).to.contain('DNS:localhost');
  });

  it('offers only the version that it is told to', async () => {
    await auth({ ...TRUSTING, version: 'TLSv1.2' });
    expect(control.secured?.protocol).to.equal('TLSv1.2');
  });

  it('refuses a certificate that nobody vouches for', async () => {
    await ask('AUTH TLS');
    const failed = await control
      .secure({ ...TRUSTING, verify: true }, MS)
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Distrusted);
    expect((failed as Distrusted).code).to.match(/SELF_SIGNED/);
  });

  it('trusts a certificate that it is given, for its name and not for another', async () => {
    const settings = { servername: 'localhost', verify: true, ca: server.certificate };
    await auth(settings);
    expect(control.secured?.trustError).to.equal(undefined);
    control.destroy();
    control = await open({ host: '127.0.0.1', port: server.port });
    await control.reply(MS);
    await ask('AUTH TLS');
    const failed = await control
      .secure({ ...settings, servername: 'elsewhere.example' }, MS)
      .catch((error: unknown) => error);
    expect((failed as HandshakeFailed).code).to.equal('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
    it(`resumes the session on data connections under ${version}, and sees the close_notify`, async () => {
      const settings = { ...TRUSTING, version };
      await auth(settings);
      await login();
      await ask('PBSZ 0');
      await ask('PROT P');
      const { port } = parse229((await ask('EPSV')).text);
      const dialled = await dial({ host: '127.0.0.1', port }, { timeoutMs: MS });
      if (dialled.outcome !== 'connected') expect.fail(dialled.code);
      const data = new DataConnection(dialled.channel);
      expect((await ask('RETR /welcome.txt')).code).to.equal(150);
      const secured = await data.secure({
        ...settings,
        session: control.session,
        timeoutMs: MS,
        onSession: () => undefined,
      });
      expect(secured).to.include({ protocol: version, resumed: true });
      const received = await data.receive(Infinity, MS);
      expect(received.bytes.toString()).to.match(/^Welcome\./);
      expect(received.ending).to.include({ how: 'fin', closeNotify: true });
      data.destroy();
      expect((await control.reply(MS)).code).to.equal(226);
    });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
    it(`goes back to clear behind CCC under ${version}`, async () => {
      await auth({ ...TRUSTING, version });
      await login();
      expect((await ask('CCC')).code).to.equal(200);
      await control.clear();
      for (let turn = 0; turn < 5; turn++) expect((await ask('NOOP')).code).to.equal(200);
      expect(control.secured).to.equal(undefined);
      expect((await ask('QUIT')).code).to.equal(221);
      expect(await control.ended(MS)).to.include({ how: 'fin', closeNotify: undefined });
    });

  it('says that the server ended TLS, sends nothing in clear by itself, and goes on where told to', async () => {
    await auth();
    await login();
    expect((await ask('REIN')).code).to.equal(220);
    const closed = await ask('USER nobody').catch((error: unknown) => error);
    expect((closed as Error).message).to.match(/^TLS on the control connection was closed/);
    await control.clear();
    expect((await ask(`USER ${server.user}`)).code).to.equal(331);
    const said = control.events.filter(({ kind }) => kind === 'reply');
    expect(said.filter((one) => one.kind === 'reply' && one.reply.code === 331)).to.have.length(2);
  });
});

describe('TLS against servers of bad manners', () => {
  let control: ControlConnection;
  let certificate: Certificate;

  before(async () => {
    certificate = await makeCertificate(['localhost'], ['127.0.0.1']);
  });

  afterEach(async () => {
    control.destroy();
    await letGo();
  });

  async function connected(serve: (socket: Socket) => void): Promise<void> {
    control = await open(await listen(serve));
  }

  it('drops replies and parts of replies that came in clear before the handshake', async () => {
    const clear = '220 Hello.\r\n234 Go on.\r\n230 Injected.\r\n230 Half of an inj';
    await connected((socket) => {
      socket.write(clear, () => {
        const tls = new TLSSocket(socket, {
          isServer: true,
          secureContext: makeContext(certificate),
        });
        tls.on('data', () => tls.write('200 In TLS.\r\n'));
      });
    });
    await control.reply(MS);
    await control.reply(MS);
    while (control.arrived < clear.length) await new Promise(setImmediate);
    await control.secure(TRUSTING, MS);
    await control.send('NOOP');
    expect((await control.reply(MS)).text).to.equal('In TLS.');
    const replies = control.events.filter(({ kind }) => kind === 'reply');
    expect(replies, 'the injected reply stays among the events').to.have.length(4);
  });

  it('says that a server answers the handshake with something else', async () => {
    await connected((socket) => socket.once('data', () => socket.write('500 What?\r\n')));
    const failed = await control.secure(TRUSTING, MS).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(HandshakeFailed);
  });

  it('says that a server ends the connection in the handshake', async () => {
    await connected((socket) => socket.once('data', () => socket.end()));
    const failed = await control.secure(TRUSTING, MS).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(HandshakeFailed);
  });

  it('does not wait for ever for a handshake', async () => {
    await connected((socket) => socket.resume());
    const late = await control.secure(TRUSTING, 50).catch((error: unknown) => error);
    expect(late).to.be.instanceOf(Timeout);
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
    it(`answers a close_notify, without which some servers do not close (${version})`, async () => {
      await connected((socket) => {
        // TLS ends, and the TCP connection stays open until the client has ended TLS as well.
        const tunnel = new Tunnel(socket);
        socket.on('data', (bytes) => tunnel.feed(bytes));
        const tls = new TLSSocket(tunnel, {
          isServer: true,
          secureContext: makeContext(certificate),
        });
        tls.on('data', () => tls.end('221 Bye.\r\n')).on('end', () => socket.end());
      });
      await control.secure({ ...TRUSTING, version }, MS);
      await control.send('QUIT');
      expect((await control.reply(MS)).code).to.equal(221);
      expect(await control.ended(MS)).to.include({ how: 'fin', closeNotify: true });
    });

  it('takes a reset behind a close_notify, whose answer came too late, for an end in order', async () => {
    await connected((socket) => {
      const tunnel = new Tunnel(socket);
      // The answer to the close_notify is what comes last.
      let over = false;
      socket.on('data', (bytes) => (over ? socket.resetAndDestroy() : tunnel.feed(bytes)));
      const tls = new TLSSocket(tunnel, {
        isServer: true,
        secureContext: makeContext(certificate),
      });
      tls.on('data', () => {
        over = true;
        tls.end('221 Bye.\r\n');
      });
    });
    await control.secure(TRUSTING, MS);
    await control.send('QUIT');
    expect((await control.reply(MS)).code).to.equal(221);
    expect(await control.ended(MS)).to.include({ how: 'fin', closeNotify: true });
  });

  it('takes a close_notify in front of the first clear reply away, however it is cut', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0x17, 3, 3, 0, 4, 1, 2, 3, 0x32]),
      Buffer.from([0x15, 3, 3, 0, 2, 1, 0]),
      Buffer.from('200 Clear.\r\n'),
    ]);
    for (let cut = 1; cut < bytes.length; cut++) {
      await connected((socket) => {
        socket.once('data', () => {
          socket.write(bytes.subarray(0, cut));
          setImmediate(() => socket.write(bytes.subarray(cut)));
        });
      });
      await control.clear();
      await control.send('NOOP');
      expect((await control.reply(MS)).text, `cut at ${cut}`).to.equal('Clear.');
      control.destroy();
    }
  });
});

describe('RecordWatch', () => {
  const record = (type: number, length: number): Buffer =>
    Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 255]), Buffer.alloc(length)]);

  for (const [behaviour, records, ends] of [
    ['sees nothing in nothing', [], false],
    ['sees an alert of TLS 1.2', [record(23, 500), record(21, 26)], true],
    ['sees what can be an alert of TLS 1.3', [record(23, 500), record(23, 19)], true],
    ['sees that data came last', [record(21, 2), record(23, 500)], false],
    ['does not count a record that breaks off', [record(21, 26).subarray(0, 20)], false],
  ] as const)
    it(`${behaviour}, however the bytes are cut`, () => {
      const bytes = Buffer.concat(records);
      for (let seed = 1; seed <= 50; seed++) {
        const watch = new RecordWatch();
        for (const piece of new Random(seed).pieces(bytes)) watch.push(piece);
        expect(watch.endsInAlert).to.equal(ends);
      }
    });
});
