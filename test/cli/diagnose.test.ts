import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { startReference, type ReferenceServer } from '../../src/reference/index.ts';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { onLines } from '../support/loopback.ts';
import { stub, type Stub } from '../support/servers.ts';

interface Report {
  readonly target: string;
  readonly verdict: string;
  readonly judged: boolean;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly confidence: number;
    readonly stage: string;
    readonly summary: string;
    readonly evidence: readonly string[];
    readonly remedies: readonly { readonly for: string; readonly change: string }[];
  }[];
  readonly probes: readonly { readonly description: string }[];
}

function readReport(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

/** A control connection that knows these commands; the others draw 502. */
function speak(replies: Readonly<Record<string, string | ((socket: Socket) => void)>>) {
  return (socket: Socket): void => {
    socket.write('220 ready\r\n');
    onLines(socket, (line) => {
      const [verb = ''] = line.toUpperCase().split(' ', 1);
      const reply = replies[verb] ?? '502 no\r\n';
      if (typeof reply === 'string') socket.write(reply);
      else reply(socket);
    });
  };
}

const LOGIN = {
  USER: '331 password\r\n',
  PASS: '230 welcome\r\n',
  NOOP: '200 ok\r\n',
  QUIT: '221 bye\r\n',
};

describe('ftpspec diagnose', function () {
  let server: Stub | undefined;
  let reference: ReferenceServer | undefined;
  const folder = scratchFolder();
  const json = join(folder.path, 'diagnosis.json');
  const junit = join(folder.path, 'diagnosis.xml');
  afterEach(async () => {
    await server?.close();
    await reference?.close();
    server = reference = undefined;
  });
  after(() => folder.remove());

  async function startEmbedded(faults: readonly string[] = []): Promise<string> {
    reference = await startReference({ port: 0, faults: [...faults] });
    const { user, password, port } = reference;
    return `ftp://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  }

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

  it('tries a refused password exactly once', async () => {
    let passwords = 0;
    server = await stub(
      speak({
        ...LOGIN,
        FEAT: '211-Features\r\n AUTH TLS\r\n211 End\r\n',
        PASS: (socket) => {
          passwords++;
          socket.write('530 Login incorrect.\r\n');
        },
      }),
    );
    const { code } = await ftpspec(['diagnose', server.url]);
    expect(code).to.equal(3);
    expect(passwords).to.equal(1);
  });

  it('never sends the password of a TLS URL in clear, unless --allow-plain says so', async () => {
    const said: string[] = [];
    server = await stub((socket) => {
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        said.push(line);
        const [verb = ''] = line.split(' ', 1);
        socket.write({ ...LOGIN, AUTH: '502 no TLS here\r\n' }[verb] ?? '502 no\r\n');
      });
    });
    const url = server.url.replace('ftp://', 'ftpes://');
    const kept = await ftpspec(['diagnose', url]);
    expect(kept.stdout).to.contain('tls-handshake-failed');
    expect(said.join('\n')).not.to.contain('pa55word');
    await ftpspec(['diagnose', url, '--allow-plain']);
    expect(said).to.include('PASS pa55word');
  });

  it('writes nothing and has few sessions at once', async () => {
    const verbs = new Set<string>();
    let open = 0;
    let most = 0;
    server = await stub((socket) => {
      most = Math.max(most, ++open);
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        const [verb = ''] = line.split(' ', 1);
        verbs.add(verb);
        // A session ends with QUIT: the next may come before this side hears of the end of its connection.
        if (verb === 'QUIT') open--;
        socket.write(
          {
            ...LOGIN,
            PASV: '227 (127,0,0,1,0,9)\r\n',
            EPSV: '229 (|||9|)\r\n',
            QUIT: '221 bye\r\n',
          }[verb] ?? '502 no\r\n',
        );
      });
    });
    const { code } = await ftpspec(['diagnose', server.url]);
    expect(code).to.equal(1);
    expect([...verbs]).not.to.include.oneOf([
      'STOR',
      'STOU',
      'APPE',
      'DELE',
      'MKD',
      'RMD',
      'RNFR',
      'SITE',
    ]);
    expect(most).to.be.at.most(3);
  });

  it('takes a password with @ and : as it is', async () => {
    const said: string[] = [];
    server = await stub((socket) => {
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        said.push(line);
        socket.write(line.startsWith('USER') ? '331 password\r\n' : '530 no\r\n');
      });
    });
    await ftpspec(['diagnose', `ftp://ann:p@ss:word@127.0.0.1:${server.port}`]);
    expect(said).to.include('USER ann').and.include('PASS p@ss:word');
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
    expect(
      (JSON.parse(readFileSync(json, 'utf8')) as Report[]).map(({ verdict }) => verdict),
    ).to.deep.equal(['healthy', 'broken']);
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

  const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no target', [], /name a target/],
    ['a URL that is not FTP', ['http://127.0.0.1'], /"http:\/\/" is not FTP/],
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

  it('leaves nothing on the server after --upload', async () => {
    const url = await startEmbedded();
    const { code } = await ftpspec(['diagnose', url, '--upload', '--json', json]);
    expect(code).to.equal(0);
    const lines = readReport(json).probes.map((one) => one.description);
    expect(lines.some((text) => /STOR ftpspec-/.test(text) && text.includes('262144'))).to.equal(
      true,
    );
    expect(lines.some((text) => /RMD ftpspec-.* → "250/.test(text))).to.equal(true);
  });
});

describe('ftpspec explain', () => {
  it('has a page for a code of a diagnosis', async () => {
    for (const id of ['passive-address-private', 'helper-missing']) {
      const { code, stdout } = await ftpspec(['explain', id]);
      expect(code).to.equal(0);
      expect(stdout)
        .to.contain(`${id}: `)
        .and.contain('It is found when')
        .and.contain('What mends it');
    }
  });
});
