import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { readReports, readReport } from '../support/diagnosis.ts';
import { embeddedUrl } from '../support/embedded.ts';
import { onLines } from '../support/loopback.ts';
import { stub, type Stub } from '../support/servers.ts';

describe('what ftpspec diagnose reports', () => {
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

  it('judges many hosts from a file: a table, a suite a host, a line of progress each', async () => {
    const url = await startEmbedded();
    server = await stub((socket) => socket.end('421 Too many users.\r\n'));
    const file = join(folder.path, 'hosts');
    writeFileSync(file, `# all of ours\n${url}\n\n${server.url}\n`);
    const { code, stdout, stderr } = await ftpspec([
      'diagnose',
      '--targets',
      file,
      '--json',
      json,
      '--junit',
      junit,
    ]);
    // The one that could not be judged decides, because nothing is wrong with the other.
    expect(code).to.equal(3);
    expect(stdout)
      .to.match(/healthy/)
      .and.match(/connection-limit/)
      .and.match(/2 targets: 1 healthy, 0 degraded, 1 broken/);
    expect(stderr).to.match(/1\/2 .*\n.*2\/2 /s);
    expect(readReports(json).map(({ verdict }) => verdict)).to.deep.equal(['healthy', 'broken']);
    expect(readFileSync(junit, 'utf8').match(/<testsuite /g)).to.have.length(2);
  });

  it('tells what is known when it is interrupted, with status 130', async () => {
    server = await stub((socket) => {
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        if (line.startsWith('USER')) socket.write('331 password\r\n');
        if (line.startsWith('PASS')) socket.write('230 in\r\n');
        if (line === 'FEAT') interrupt?.();
      });
    });
    let interrupt: (() => void) | undefined;
    const { code, stdout } = await ftpspec(['diagnose', server.url, '--json', json], {
      started: (child) => {
        interrupt = () => child.kill('SIGINT');
      },
    });
    expect(code).to.equal(130);
    expect(stdout).to.contain('✓ login').and.contain('Interrupted: nothing wrong');
    expect(readReport(json).verdict).to.equal('interrupted');
  });

  const PRINTED: readonly (readonly [string, RegExp])[] = [
    ['quiet', /^degraded ftp:\/\/\S+: passive-address-unusable: .*\n$/],
    ['json', /^\{\n {2}"format": 1,.*"target": "ftp:.*\}\n$/s],
    ['junit', /^<\?xml .*finding: passive-address-unusable.*<\/testsuites>\n$/s],
    ['tap', /^TAP version 14\n.*^not ok \d+ - ftp:.* finding: passive-address.*^1\.\.\d+\n$/ms],
    ['github', /^::error title=finding%3A passive-address-unusable on /m],
  ];
  for (const [name, text] of PRINTED)
    it(`prints as --reporter ${name} says, and nothing else`, async () => {
      const url = await startEmbedded(['pasv-any-address']);
      const { code, stdout, stderr } = await ftpspec(['diagnose', url, '--reporter', name]);
      expect(stdout).to.match(text);
      expect(stderr).to.equal('');
      expect(code).to.equal(1);
    });

  it('has targets that were not examined as errors in the reports', async () => {
    server = await stub((socket) => socket.write('220 ready\r\n', () => interrupt?.()));
    let interrupt: (() => void) | undefined;
    const other = server.url.replace('user', 'other');
    const { code, stdout } = await ftpspec(
      ['diagnose', server.url, other, '--jobs', '1', '--junit', junit],
      {
        started: (child) => {
          interrupt = () => child.kill('SIGINT');
        },
      },
    );
    expect(code).to.equal(130);
    expect(stdout).to.contain('1 not examined');
    expect(readFileSync(junit, 'utf8'))
      .to.match(/errors="2"/)
      .and.contain('not examined');
  });

  const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no target', [], /name a target/],
    ['a URL that is not FTP', ['http://127.0.0.1'], /"http:\/\/" is not FTP/],
    [
      'a reporter that there is not',
      ['--reporter', 'fax', 'ftp://127.0.0.1'],
      /there is no reporter fax/,
    ],
    ['an unknown option', ['--bogus', 'ftp://127.0.0.1'], /there is no option --bogus/],
    [
      'a file of targets that is not there',
      ['--targets', '/nonexistent'],
      /cannot be read \(--targets\)/,
    ],
    [
      'a range upside down',
      ['--passive-ports', '9-3', 'ftp://127.0.0.1'],
      /--passive-ports takes ports as A-B/,
    ],
    [
      'an address that is none',
      ['--active-address', 'here', 'ftp://127.0.0.1'],
      /here is no IP address/,
    ],
    ['certificates that are none', ['--ca', '/dev/null', 'ftp://127.0.0.1'], /no PEM certificate/],
    [
      'a report that cannot be written',
      ['--json', '/proc/none/x.json', 'ftp://127.0.0.1'],
      /cannot be written/,
    ],
  ];
  for (const [what, args, sentence] of MISTAKES)
    it(`answers ${what} with one sentence and status 2`, async () => {
      const { code, stderr } = await ftpspec(['diagnose', ...args]);
      expect(stderr)
        .to.match(sentence)
        .and.not.match(/\n {4}at /);
      expect(code).to.equal(2);
    });

  it('points at the line of a file of targets that is wrong', async () => {
    const file = join(folder.path, 'wrong');
    writeFileSync(file, 'ftp://127.0.0.1\nhttp://127.0.0.1\n');
    const { code, stderr } = await ftpspec(['diagnose', '--targets', file]);
    expect(stderr).to.contain(`${file}:2: "http://" is not FTP`);
    expect(code).to.equal(2);
    expect(existsSync(file)).to.equal(true);
  });
});
