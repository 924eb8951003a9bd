import { expect } from 'chai';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { dial, readAll, withServer, type Raw } from './raw.ts';

/** Shakes hands on a data connection. */
async function secureData(socket: Socket, session?: Buffer): Promise<TLSSocket> {
  const tls = connect({ socket, rejectUnauthorized: false, ...(session && { session }) });
  tls.on('error', () => undefined);
  await once(tls, 'secureConnect');
  return tls;
}

/** Goes to PROT P and logs in; @returns the control connection's TLS and its newest session */
async function protect(raw: Raw): Promise<{ tls: TLSSocket; session: () => Buffer | undefined }> {
  await raw.reply();
  expect((await raw.send('AUTH TLS')).code).to.equal(234);
  const tls = await raw.secure();
  let session: Buffer | undefined;
  tls.on('session', (newest: Buffer) => (session = newest));
  await raw.login();
  await raw.send('PBSZ 0');
  await raw.send('PROT P');
  return { tls, session: () => session };
}

describe('TLS of the reference server', () => {
  it('has a certificate for the names of loopback', () =>
    withServer({}, async (_, { certificate = '' }) => {
      const names = new X509Certificate(certificate).toLegacyObject();
      for (const name of ['localhost', '127.0.0.1', '::1', 'alpha.example'])
        expect(checkServerIdentity(name, names), name).to.equal(undefined);
      return Promise.resolve();
    }));

  it('protects data, resumes sessions, and says close_notify', () =>
    withServer({ requireReuse: true }, async (open) => {
      const raw = await open();
      const { session } = await protect(raw);
      for (let i = 0; i < 3; i++) {
        const socket = await raw.passive();
        raw.write('RETR /welcome.txt\r\n');
        const data = await secureData(socket, session());
        expect(data.isSessionReused()).to.equal(true);
        expect((await readAll(data)).toString()).to.contain('Goodbye.');
        expect(await raw.codes(2)).to.deep.equal([150, 226]);
      }
      const socket = await raw.passive();
      raw.write('RETR /welcome.txt\r\n');
      const fresh = await secureData(socket).catch(() => undefined);
      fresh?.resume();
      expect(await raw.codes(2)).to.deep.equal([150, 522]);
    }));

  it('says 522 to a handshake that fails', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await protect(raw);
      const data = await raw.passive();
      raw.write('LIST\r\n');
      data.end('this is not TLS\r\n');
      data.resume();
      expect(await raw.codes(2)).to.deep.equal([150, 522]);
      expect((await raw.send('NOOP')).code).to.equal(200);
    }));

  it('forgets login and parameters at AUTH', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      await raw.login();
      await raw.send('AUTH TLS');
      await raw.secure();
      expect((await raw.send('PWD')).code).to.equal(530);
    }));

  it('throws away what was sent in clear after AUTH', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      raw.write('AUTH TLS\r\nNOOP\r\n');
      expect((await raw.reply()).code).to.equal(234);
      await raw.secure();
      expect((await raw.send('SYST')).code).to.equal(215);
    }));

  const answers: readonly [string, number, number][] = [
    ['PBSZ 0', 503, 200],
    ['PBSZ x', 503, 501],
    ['PROT P', 503, 503],
    ['CCC', 533, 534],
    ['AUTH X-NOSUCH', 504, 504],
    ['AUTH GSSAPI', 504, 504],
    ['ADAT AAAA', 503, 503],
    ['MIC AAAA', 503, 537],
  ];
  for (const [command, inClear, underTls] of answers)
    it(`answers ${command} with ${inClear} in clear and ${underTls} under TLS`, () =>
      withServer({}, async (open) => {
        const raw = await open();
        await raw.reply();
        expect((await raw.send(command)).code).to.equal(inClear);
        await raw.send('AUTH TLS');
        await raw.secure();
        expect((await raw.send(command)).code).to.equal(underTls);
      }));

  it('knows the levels C and P', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await protect(raw);
      for (const [level, code] of [
        ['S', 536],
        ['E', 536],
        ['X', 504],
        ['p', 200],
        ['C', 200],
      ] as const)
        expect((await raw.send(`PROT ${level}`)).code, level).to.equal(code);
      expect((await raw.fetch('NLST')).codes).to.deep.equal([150, 226]);
    }));

  for (const [command, code] of [
    ['CCC', 200],
    ['REIN', 220],
  ] as const)
    it(`goes on in clear after ${command}`, () =>
      withServer({}, async (open) => {
        const raw = await open();
        const { tls } = await protect(raw);
        expect((await raw.send(command)).code).to.equal(code);
        await raw.inClear(tls);
        expect((await raw.send('NOOP')).code).to.equal(200);
        expect((await raw.send('PROT C')).code).to.equal(503);
        expect((await raw.send('AUTH TLS')).code).to.equal(234);
        await raw.secure();
        expect((await raw.send('NOOP')).code).to.equal(200);
      }));

  it('closes with 221 inside TLS and close_notify', () =>
    withServer({}, async (open) => {
      const raw = await open();
      const { tls } = await protect(raw);
      const ended = once(tls, 'end');
      expect((await raw.send('QUIT')).code).to.equal(221);
      await ended;
      await raw.gone();
    }));

  it('refuses a HOST other than that of the handshake', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      await raw.send('AUTH TLS');
      await raw.secure('alpha.example');
      expect((await raw.send('HOST beta.example')).code).to.equal(504);
      expect((await raw.send('HOST alpha.example')).code).to.equal(220);
    }));

  it('can be asked for from the first byte on', () =>
    withServer({ implicit: true }, async (open) => {
      const raw = await open();
      await raw.secure();
      expect((await raw.reply()).code).to.equal(220);
      await raw.login();
      expect((await raw.send('AUTH TLS')).code).to.equal(534);
    }));

  it('can be required of login and data', () =>
    withServer({ tls: 'required' }, async (open) => {
      const raw = await open();
      await raw.reply();
      expect((await raw.send('USER ftpspec')).code).to.equal(534);
      await raw.send('AUTH TLS');
      await raw.secure();
      await raw.login();
      expect((await raw.fetch('LIST')).codes).to.deep.equal([521]);
    }));

  it('can be off', () =>
    withServer({ tls: 'off' }, async (open, { certificate }) => {
      expect(certificate).to.equal(undefined);
      const raw = await open();
      await raw.reply();
      expect((await raw.send('AUTH TLS')).code).to.equal(502);
      expect((await raw.send('FEAT')).lines.map(({ text }) => text)).not.to.include(' AUTH TLS');
    }));

  it('survives a client that closes in the handshake', () =>
    withServer({ implicit: true }, async (open, { port }) => {
      (await dial('127.0.0.1', port)).destroy();
      const raw = await open();
      await raw.secure();
      expect((await raw.reply()).code).to.equal(220);
    }));
});
