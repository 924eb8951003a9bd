import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  startReference,
  type ReferenceOptions,
  type ReferenceServer,
} from '../../src/reference/index.ts';
import { missing, requirePart } from '../support/require.ts';

const run = promisify(execFile);

/** Octets that any conversion would spoil. */
const OCTETS = Buffer.from(
  Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 255),
);

/** The ways to a data connection, as options of curl and settings of lftp. */
const WAYS = {
  'EPSV over IPv4': { host: '127.0.0.1', curl: [], lftp: 'set ftp:prefer-epsv yes' },
  'PASV over IPv4': { host: '127.0.0.1', curl: ['--disable-epsv'], lftp: 'set ftp:prefer-epsv no' },
  'EPRT over IPv4': { host: '127.0.0.1', curl: ['-P', '-'], lftp: 'set ftp:passive-mode no' },
  'PORT over IPv4': {
    host: '127.0.0.1',
    curl: ['-P', '-', '--disable-eprt'],
    lftp: 'set ftp:passive-mode no',
  },
  'EPSV over IPv6': { host: '[::1]', curl: [], lftp: 'set ftp:prefer-epsv yes' },
  'EPRT over IPv6': { host: '[::1]', curl: ['-P', '-'], lftp: 'set ftp:passive-mode no' },
} as const;

const SECURITY: Readonly<Record<string, ReferenceOptions>> = {
  'in clear': {},
  'under explicit TLS': { tls: 'required', requireReuse: true },
  'under implicit TLS': { tls: 'required', implicit: true },
};

describe('public clients and the reference server', () => {
  let folder: string;
  let server: ReferenceServer | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-clients-'));
    await writeFile(join(folder, 'up.bin'), OCTETS);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await rm(folder, { recursive: true });
  });

  async function start(options: ReferenceOptions): Promise<ReferenceServer> {
    server = await startReference(options);
    await writeFile(join(folder, 'cert.pem'), server.certificate ?? '');
    return server;
  }

  describe('curl', () => {
    before(function () {
      requirePart.call(this, 'curl', missing.command('curl'));
    });

    for (const [security, options] of Object.entries(SECURITY))
      for (const [way, { host, curl }] of Object.entries(WAYS)) {
        // curl 7.88 never begins the handshake on a data connection that it has accepted.
        if (way.includes('RT') && security !== 'in clear') continue;
        it(`lists, stores, resumes, fetches, renames and deletes by ${way} ${security}`, async function () {
          if (host === '[::1]') requirePart.call(this, 'IPv6', missing.ipv6());
          const { port, user, password } = await start(options);
          const url = `${options.implicit ? 'ftps' : 'ftp'}://${host}:${port}`;
          const common = ['-sS', '--max-time', '20', '-u', `${user}:${password}`, ...curl];
          if (options.tls) common.push('--cacert', join(folder, 'cert.pem'), '--ssl-reqd');
          const ask = (...args: string[]) =>
            run('curl', [...common, ...args], { encoding: 'buffer', maxBuffer: 1e8 });

          expect((await ask(`${url}/`)).stdout.toString()).to.match(/^-rw.* 55 .* welcome.txt$/m);
          expect((await ask('-l', `${url}/pub/`)).stdout.toString()).to.contain('large.bin');
          expect((await ask(`${url}/welcome.txt;type=a`)).stdout.toString()).to.contain('Goodbye');
          await writeFile(join(folder, 'part.bin'), OCTETS.subarray(0, 1000));
          await ask('-T', join(folder, 'part.bin'), `${url}/up.bin`);
          await ask('-C', '-', '-T', join(folder, 'up.bin'), `${url}/up.bin`);
          expect((await ask(`${url}/up.bin`)).stdout.equals(OCTETS)).to.equal(true);
          const tail = (await ask('-r', '299000-', `${url}/up.bin`)).stdout;
          expect(tail.equals(OCTETS.subarray(299_000))).to.equal(true);
          await ask('-Q', 'RNFR /up.bin', '-Q', 'RNTO /moved.bin', `${url}/empty/`);
          await ask('-Q', 'DELE /moved.bin', `${url}/empty/`);
          expect((await ask('-l', `${url}/`)).stdout.toString()).to.not.contain('.bin');
          expect((await ask('-I', `${url}/pub/octets.bin`)).stdout.toString()).to.contain(
            'Last-Modified: Thu, 29 Feb 2024 12:34:56 GMT',
          );
        });
      }
  });

  describe('lftp', () => {
    before(function () {
      requirePart.call(this, 'lftp', missing.command('lftp'));
    });

    for (const [security, options] of Object.entries(SECURITY))
      for (const [way, { host, lftp }] of Object.entries(WAYS)) {
        // lftp chooses between PORT and EPRT itself, and over IPv6 announces the address `::`.
        if (way.startsWith('PORT') || way === 'EPRT over IPv6') continue;
        it(`lists, mirrors, resumes, renames and removes by ${way} ${security}`, async function () {
          if (host === '[::1]') requirePart.call(this, 'IPv6', missing.ipv6());
          // lftp resumes no TLS session.
          const { port, user, password } = await start({ ...options, requireReuse: false });
          const script = [
            'set net:max-retries 1; set net:timeout 10; set cmd:fail-exit yes',
            lftp,
            `set ssl:ca-file ${join(folder, 'cert.pem')}`,
            options.tls
              ? 'set ftp:ssl-force yes; set ftp:ssl-protect-data yes'
              : 'set ftp:ssl-allow no',
            `open -u "${user}","${password}" ${options.implicit ? 'ftps' : 'ftp'}://${host}:${port}`,
            `lcd ${folder}`,
            'cls -l /pub',
            'mkdir /made; put up.bin -o /made/up.bin; mv /made/up.bin /made/new.bin',
            'set ftp:use-mlsd yes; cls /made',
            'get /made/new.bin -o down.bin; get -c /made/new.bin -o down.bin',
            'mirror /pub pub',
            'rm /made/new.bin; rmdir /made; cls /',
          ].join('\n');
          const { stdout } = await run('lftp', ['--norc', '-c', script], { timeout: 60_000 });
          expect(stdout).to.contain('large.bin').and.to.contain('/made/new.bin');
          expect(stdout.split('\n')).to.include('/welcome.txt').and.to.not.include('/made/');
          expect((await readFile(join(folder, 'down.bin'))).equals(OCTETS)).to.equal(true);
          expect(await readFile(join(folder, 'pub', 'large.bin'))).to.have.length(
            16 * 1024 * 1024 + 1,
          );
        });
      }
  });

  describe('ftplib', () => {
    before(function () {
      requirePart.call(this, 'python3', missing.command('python3'));
    });

    for (const security of ['in clear', 'under explicit TLS'])
      for (const passive of [true, false])
        for (const host of ['127.0.0.1', '::1'])
          it(`plays a whole session ${security}, ${passive ? 'passive' : 'active'}, at ${host}`, async function () {
            if (host === '::1') requirePart.call(this, 'IPv6', missing.ipv6());
            // ftplib resumes no TLS session.
            const { port, user, password } = await start({
              ...SECURITY[security],
              requireReuse: false,
            });
            await run('python3', ['-c', FTPLIB], {
              timeout: 60_000,
              env: {
                ...process.env,
                FTP: JSON.stringify({
                  host,
                  port,
                  user,
                  password,
                  passive,
                  certificate: security === 'in clear' ? null : join(folder, 'cert.pem'),
                  file: join(folder, 'up.bin'),
                }),
              },
            });
          });
  });
});

const FTPLIB = `
import ftplib, io, json, os, ssl
o = json.loads(os.environ['FTP'])
if o['certificate']:
    f = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=o['certificate']), timeout=15)
else:
    f = ftplib.FTP(timeout=15)
f.connect(o['host'], o['port'])
f.login(o['user'], o['password'])
if o['certificate']:
    f.prot_p()
f.set_pasv(o['passive'])
assert 'welcome.txt' in f.nlst()
lines = []
f.retrlines('RETR welcome.txt', lines.append)
assert lines[0] == 'Welcome.' and lines[1] == '', lines
assert f.mkd('made') == '/made'
f.cwd('made')
assert f.pwd() == '/made'
data = open(o['file'], 'rb').read()
f.storbinary('STOR a', io.BytesIO(data[:1000]))
f.storbinary('STOR a', io.BytesIO(data[1000:]), rest=1000)
assert f.size('a') == len(data)
got = []
f.retrbinary('RETR a', got.append, rest=5)
assert b''.join(got) == data[5:]
f.storlines('STOR b', io.BytesIO(b'one\\ntwo\\n'))
assert f.size('b') == 10
f.rename('b', 'c')
facts = dict(f.mlsd(facts=['type', 'size']))
assert facts['a'] == {'type': 'file', 'size': str(len(data))}, facts
assert facts['c']['size'] == '8' and 'b' not in facts, facts
try:
    f.rmd('/made')
    raise SystemExit('removed a directory that is not empty')
except ftplib.error_perm:
    pass
f.delete('a')
f.delete('c')
assert f.nlst() == []
f.cwd('..')
f.rmd('made')
f.sendcmd('TYPE I')
conn = f.transfercmd('RETR pub/large.bin')
conn.recv(1000)
conn.close()
try:
    f.voidresp()
except ftplib.error_temp:
    pass
assert f.voidcmd('NOOP').startswith('200')
f.quit()
`;
