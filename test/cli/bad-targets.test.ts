import { expect } from 'chai';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReference } from '../../src/reference/index.ts';
import { ftpspec, readResults, scratchFolder } from '../support/cli.ts';
import { stub, type Stub } from '../support/servers.ts';

/** Servers that cannot be judged, and what is said of them. */
const SERVERS: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ['says nothing', () => undefined, /sends no greeting.* within 2 s/s],
  ['closes at once', (socket) => socket.end(), /sends no greeting.*closed \(FIN\)/s],
  [
    'resets at once',
    (socket) => socket.resetAndDestroy(),
    /sends no greeting.*reset \(RST\)|ECONNRESET/s,
  ],
  [
    'speaks HTTP',
    (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    /does not speak FTP.*HTTP/,
  ],
  ['speaks SSH', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), /does not speak FTP.*SSH/s],
  ['sends 100 MB without a line end', flood, /more than 1 MiB arrived without a line end/s],
  [
    'turns everybody away',
    (socket) => socket.end('421 Too many users.\r\n'),
    /turns clients away.*421/s,
  ],
  [
    'greets and says no more',
    (socket) => socket.write('220 ready\r\n'),
    /after "USER \S+" a reply did not come within 2 s/,
  ],
  ['refuses the password', refuse, /"PASS \*\*\*\*" draws "530/s],
];

/** A stack trace, or the password in one of its forms. */
const SHOWN = /\n at |55word|cGE6NTV3b3Jk/;

function flood(socket: Socket): void {
  const block = Buffer.alloc(1024 * 1024, 'x');
  let left = 100;
  const more = (): void => {
    while (left-- > 0 && socket.writable)
      if (!socket.write(block)) return void socket.once('drain', more);
  };
  more();
}

function refuse(socket: Socket): void {
  socket.write('220 ready\r\n');
  socket.on('data', (bytes) => {
    const line = bytes.toString();
    // In clear, percent-encoded and in Base64: some servers log and repeat what they got.
    const wrong = '530 no, pa:55word, pa%3A55word, cGE6NTV3b3Jk\r\n';
    socket.write(line.startsWith('USER') ? '331 password\r\n' : wrong);
  });
}

describe('a target that cannot be judged', () => {
  let server: Stub | undefined;
  const folder = scratchFolder();
  afterEach(() => server?.close());
  after(() => folder.remove());

  for (const [what, serve, sentence] of SERVERS)
    it(`ends with status 3, a sentence and whole reports: a server that ${what}`, async () => {
      server = await stub(serve);
      const { code, stdout, stderr } = await ftpspec([
        'run',
        server.url.replace('pa55word', 'pa:55word'),
        '--timeout',
        '2',
        '--out',
        folder.path,
      ]);
      expect(stdout.replace(/\s+/g, ' ')).to.match(sentence);
      expect(stdout + stderr).not.to.match(SHOWN);
      expect(code).to.equal(3);
      expect(readResults(folder.path).stopped).to.match(/./);
      const junit = readFileSync(join(folder.path, 'junit.xml'), 'utf8');
      expect(junit).to.contain('run/completed').and.not.to.match(SHOWN);
    });

  it('ends with status 3 where nobody listens', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const address = free.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const { code, stdout } = await ftpspec([
      'run',
      `ftp://127.0.0.1:${port}`,
      '--out',
      folder.path,
    ]);
    expect(stdout).to.match(/refused \(ECONNREFUSED\)/);
    expect(code).to.equal(3);
  });

  it('ends with status 3 where the name does not resolve', async () => {
    const { code, stdout } = await ftpspec([
      'run',
      'ftp://no.such.host.invalid',
      '--out',
      folder.path,
    ]);
    expect(stdout).to.match(/no\.such\.host\.invalid does not resolve/);
    expect(code).to.equal(3);
  });

  for (const [option, name, sentence] of [
    ['--file', 'no-such.txt', /--file no-such\.txt: "SIZE \/no-such\.txt" draws "550/],
    [
      '--large-file',
      'pub/octets.bin',
      /--large-file pub\/octets\.bin has 256 bytes; name a file of 8388608 to 268435456 bytes/,
    ],
  ] as const)
    it(`ends with status 3 where ${option} names a file that will not do`, async () => {
      const reference = await startReference();
      try {
        const { user, password, port } = reference;
        const { code, stdout } = await ftpspec([
          ...['run', `ftp://${user}:${password}@127.0.0.1:${port}`, option, name],
          ...['--out', folder.path],
        ]);
        expect(stdout.replace(/\s+/g, ' ')).to.match(sentence);
        expect(code).to.equal(3);
      } finally {
        await reference.close();
      }
    });

  it('ends with status 3 and whole reports where no container can be had', async () => {
    const { code, stdout } = await ftpspec(['run', '--image', 'none', '--out', folder.path], {
      env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    });
    const stopped = /No Docker engine answers at unix:\/\/\/nonexistent/;
    expect(stdout.replace(/\s+/g, ' ')).to.match(stopped);
    expect(code).to.equal(3);
    expect(readResults(folder.path).stopped).to.match(stopped);
    expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8')).to.contain('run/completed');
  });
});
