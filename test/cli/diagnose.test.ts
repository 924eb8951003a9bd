import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { LOGIN, readReport, speak } from '../support/diagnosis.ts';
import { embeddedUrl } from '../support/embedded.ts';
import { onLines } from '../support/loopback.ts';
import { stub, type Stub } from '../support/servers.ts';

describe('ftpspec diagnose', () => {
  let server: Stub | undefined;
  const startEmbedded = embeddedUrl();
  const folder = scratchFolder();
  const json = join(folder.path, 'diagnosis.json');
  const junit = join(folder.path, 'diagnosis.xml');
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => folder.remove());

  it('reaches every stage of a healthy server and ends with status 0', async () => {
    const url = await startEmbedded();
    const { code, stdout } = await ftpspec(['diagnose', url, '--json', json, '--junit', junit]);
    for (const stage of [
      'name',
      'connect',
      'greeting',
      'login',
      'passive dial',
      'transfer',
      'active accept',
      'large transfer',
      'idle',
    ])
      expect(stdout).to.match(new RegExp(`✓ ${stage} `));
    expect(stdout).to.match(/Healthy/);
    expect(code).to.equal(0);
    const report = readReport(json);
    expect(report.verdict).to.equal('healthy');
    expect(report.findings.filter(({ severity }) => severity !== 'note')).to.deep.equal([]);
    const suites = new XMLParser({ ignoreAttributes: false }).parse(
      readFileSync(junit, 'utf8'),
    ) as {
      testsuites: { testsuite: { testcase: { '@_name': string; failure?: unknown }[] } };
    };
    const cases = suites.testsuites.testsuite.testcase;
    expect(cases.map((one) => one['@_name'])).to.include.members(['stage: connect', 'stage: idle']);
    expect(cases.filter((one) => one.failure !== undefined)).to.deep.equal([]);
  });

  it('names the cause first, with evidence and remedies, and ends with status 1', async () => {
    const url = await startEmbedded(['pasv-any-address']);
    const { code, stdout } = await ftpspec(['diagnose', url, '--json', json, '--junit', junit]);
    expect(code).to.equal(1);
    const [first] = readReport(json).findings;
    expect(first?.code).to.equal('passive-address-unusable');
    expect(first?.severity).to.equal('degraded');
    expect(first?.evidence.join('\n')).to.contain('(0,0,0,0,');
    expect(first?.remedies).to.not.be.empty;
    expect(stdout).to.contain('passive-address-unusable').and.contain('What mends it');
    expect(readFileSync(junit, 'utf8'))
      .to.match(/finding: passive-address-unusable/)
      .and.match(/<failure/);
  });

  it('stays within the width of a page and uses ASCII where the terminal knows no more', async () => {
    const url = await startEmbedded(['pasv-any-address']);
    const { stdout } = await ftpspec(['diagnose', url], { env: { LANG: 'C', LC_ALL: 'C' } });
    expect(stdout).to.match(/^[\x00-\x7e]*$/);
    for (const line of stdout.split('\n')) expect(line.length, line).to.be.at.most(80);
  });

  const UNJUDGED: readonly (readonly [string, (socket: Socket) => void, string, RegExp])[] = [
    ['speaks SSH', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'not-ftp', /SSH-2\.0/],
    [
      'answers as HTTP',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'not-ftp',
      /HTTP\/1\.1 400/,
    ],
    ['closes at once', (socket) => socket.end(), 'control-closed', /before it begins/],
    [
      'turns everybody away',
      (socket) => socket.end('421 Too many users.\r\n'),
      'connection-limit',
      /Too many users/,
    ],
    [
      'refuses the password and repeats it',
      speak({ ...LOGIN, PASS: '530 no, pa55word is wrong\r\n' }),
      'login-refused',
      /530 no, \*\*\*\* is wrong/,
    ],
    [
      'floods without a line end',
      (socket) => socket.write(Buffer.alloc(3 * 1024 * 1024, 'x')),
      'not-ftp',
      /no lines of text/,
    ],
  ];
  for (const [what, serve, code, text] of UNJUDGED)
    it(`ends with status 3 and the reason: a server that ${what}`, async () => {
      server = await stub(serve);
      const ended = await ftpspec(['diagnose', server.url, '--json', json]);
      expect(ended.code).to.equal(3);
      const report = readReport(json);
      expect(report.judged).to.equal(false);
      expect(report.findings[0]?.code).to.equal(code);
      expect(ended.stdout.replace(/\s+/g, ' ')).to.match(text);
      expect(ended.stdout + ended.stderr + readFileSync(json, 'utf8')).not.to.match(
        /pa55word|\n {4}at /,
      );
    });

  it('ends with status 3 for a name that does not resolve, and says so once', async () => {
    const { code, stdout } = await ftpspec([
      'diagnose',
      'ftp://no-such-host.invalid',
      '--json',
      json,
    ]);
    expect(code).to.equal(3);
    expect(readReport(json).findings[0]?.code).to.equal('dns-failure');
    expect(stdout).to.contain('no-such-host.invalid does not resolve');
  });

  it('connects over the family alone that is asked for', async () => {
    const { code, stdout } = await ftpspec(['diagnose', '--family', '6', 'ftp://127.0.0.1:1']);
    expect(stdout).to.match(/✗ name .*127\.0\.0\.1 has no IPv6 address/);
    expect(code).to.equal(3);
  });

  it('takes a greeting that comes late for what it is', async () => {
    server = await stub((socket) => {
      const late = setTimeout(() => {
        socket.write('220 ready\r\n');
        onLines(socket, () => socket.write('530 no\r\n'));
      }, 2700);
      socket.on('close', () => clearTimeout(late));
    });
    const { code } = await ftpspec(['diagnose', server.url, '--json', json]);
    expect(readReport(json).findings.map((one) => one.code)).to.not.include('not-ftp');
    expect(code).to.equal(3);
  });

  it('goes on with --insecure where the certificate is not trusted, and says all that is wrong with it', async () => {
    const url = (await startEmbedded()).replace('ftp://', 'ftpes://').replace('127.0.0.1', '[::1]');
    const without = await ftpspec(['diagnose', url, '--json', json]);
    expect(without.code).to.equal(3);
    expect(without.stdout.replace(/\s+/g, ' ')).to.contain('--insecure goes on all the same');
    const { code, stdout } = await ftpspec(['diagnose', url, '--json', json, '--insecure']);
    expect(code).to.equal(1);
    expect(stdout).to.match(/✓ transfer /);
    expect(readReport(json).findings[0]?.summary).to.contain('self-signed');
  });

  it('goes on where a probe cannot be done: the port to listen on is in use', async () => {
    const url = await startEmbedded();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const { code, stdout } = await ftpspec(['diagnose', url, '--active-ports', String(port)]);
      expect(stdout.replace(/\s+/g, ' '))
        .to.contain('no port of --active-ports to listen on')
        .and.contain('EADDRINUSE');
      expect(code).to.equal(0);
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });
});
