import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { COMMAND, ftpspec, scratchFolder } from '../support/cli.ts';
import { LOGIN, readReport, speak } from '../support/diagnosis.ts';
import { embeddedUrl } from '../support/embedded.ts';
import { letGo, listen } from '../support/loopback.ts';

const TOKEN = 'twenty letters and more';
const VARIABLE = { OWN_TOKEN: TOKEN };
const WITH_TOKEN = ['--peer-token-env', 'OWN_TOKEN'] as const;

describe('ftpspec peer, and diagnose that asks it', () => {
  let peer: ChildProcess | undefined;
  const startEmbedded = embeddedUrl();
  const folder = scratchFolder();
  const json = join(folder.path, 'diagnosis.json');
  afterEach(async () => {
    peer?.kill('SIGKILL');
    peer = undefined;
    await letGo();
  });
  after(() => folder.remove());

  /** A server that lets everybody in and can do no more. */
  async function startSmall(): Promise<string> {
    const { port } = await listen(speak(LOGIN));
    return `ftp://anyone:pa55word@127.0.0.1:${port}`;
  }

  /** A peer on free ports: where it waits, and its end with all that it printed. */
  async function startPeer(
    args: readonly string[] = ['--token-env', 'OWN_TOKEN'],
  ): Promise<{ port: number; said: () => string; ended: Promise<number | null> }> {
    const placeholder = await listen(() => undefined);
    await placeholder.close();
    const free = placeholder.port;
    const child = spawn(
      process.execPath,
      [COMMAND, 'peer', '--host', '127.0.0.1', '--port', '0', '--ports', `${free}`, ...args],
      { env: { ...process.env, ...VARIABLE }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    peer = child;
    let text = '';
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const [, number] = /--peer (\d+) --peer-token-env/.exec(text) ?? [];
        if (number !== undefined) resolve(Number(number));
      });
      void ended.then(() => reject(new Error(`the peer ended: ${text}`)));
    });
    return { port, said: () => text, ended };
  }

  it('tell of one connection what each end saw, and the peer ends with the diagnosis', async () => {
    const url = await startEmbedded();
    const { port, said, ended } = await startPeer();
    const args = ['diagnose', url, '--peer', `${port}`, ...WITH_TOKEN, '--json', json];
    const { stdout, code } = await ftpspec(args, { env: VARIABLE });
    expect(code).to.equal(0);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text)
      .to.match(/Seen from both ends - this client arrives there as 127\.0\.0\.1/)
      .and.match(/"PORT 127,0,0,1,\d+,\d+" arrives as it left here/)
      .and.match(/"227 [^"]*" arrives as it left there/)
      .and.match(/back to this client, port \d+, which PORT or EPRT named: opens, and arrives/)
      .and.match(/port \d+, which 227 or 229 named: opens, and arrives from 127\.0\.0\.1/);
    expect(await ended).to.equal(0);
    expect(said()).to.match(/answering 127\.0\.0\.1\ndone\n$/);
    const report = readFileSync(json, 'utf8');
    expect((JSON.parse(report) as { diagnoses: [{ otherEnd: string[] }] }).diagnoses[0].otherEnd).to
      .not.be.empty;
    expect(report + stdout + said()).not.to.contain(TOKEN);
  });

  it('know the server’s own address from one that is nobody’s', async () => {
    const url = await startEmbedded(['pasv-any-address']);
    const { port } = await startPeer();
    const { stdout } = await ftpspec(['diagnose', url, '--peer', `${port}`, ...WITH_TOKEN], {
      env: VARIABLE,
    });
    expect(stdout.replace(/\s+/g, ' ')).to.contain(
      '0.0.0.0, which the server announces, is no address of that host',
    );
  });

  it('find a device that rewrites what passes', async () => {
    const url = await startEmbedded();
    const { port } = await startPeer();
    const device = await listen((socket) => rewrite(socket, port));
    const args = ['diagnose', url, '--peer', `${device.port}`, ...WITH_TOKEN, '--json', json];
    const { stdout, code } = await ftpspec(args, { env: VARIABLE });
    expect(code).to.equal(1);
    expect(readReport(json).findings[0]?.code).to.equal('alg-rewrites');
    expect(stdout.replace(/\s+/g, ' ')).to.match(
      /"227 [^"]*\(127,[^"]*" leaves there and arrives as "227 [^"]*\(10,9,9,9,[^"]*": an FTP helper on the way rewrites it, and what it names leads nowhere/,
    );
  });

  it('turn a wrong token away at once, before the server hears a word, and the peer waits for the right one', async () => {
    let heard = 0;
    const { port: control } = await listen((socket) => {
      socket.on('data', () => heard++);
      speak(LOGIN)(socket);
    });
    const { port, ended, said } = await startPeer();
    const ask = async (token: string) =>
      ftpspec(
        [
          ...['diagnose', `ftp://anyone:pa55word@127.0.0.1:${control}`, '--timeout', '2'],
          ...['--peer', `127.0.0.1:${port}`, ...WITH_TOKEN],
        ],
        { env: { OWN_TOKEN: token } },
      );
    const wrong = await ask('of another diagnosis');
    expect(wrong.stderr).to.match(
      new RegExp(`^ftpspec: the peer at 127\\.0\\.0\\.1:${port} does not take the token`),
    );
    expect(wrong).to.include({ code: 3, stdout: '' });
    expect(heard).to.equal(0);
    const right = await ask(TOKEN);
    expect(right.stdout).to.contain('Seen from both ends');
    expect(await ended).to.equal(0);
    expect(said()).to.contain('whose token is wrong');
    const late = await ask(TOKEN);
    expect(late.stderr).to.contain('refuses the connection: start `ftpspec peer` there');
    expect(late.code).to.equal(3);
  });

  const STRANGE: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
    [
      'speaks another version',
      (socket) => socket.write(`220 ftpspec peer 7 ${'0'.repeat(32)}\r\n`),
      /speaks version 7 and this client 1: have the same ftpspec at both ends/,
    ],
    ['is an FTP server', speak(LOGIN), /is no ftpspec peer; it says "220 ready"/],
    ['says nothing', () => undefined, /the peer says nothing \(1 s\)/],
    [
      'closes at once',
      (socket) => socket.end(),
      /the peer says nothing: the connection was closed/,
    ],
    [
      'takes any token and has none',
      (socket) => {
        socket.write(`220 ftpspec peer 1 ${'0'.repeat(32)}\r\n`);
        socket.once('data', () => socket.write(`230 ${'0'.repeat(64)} 1-65535\r\n`));
      },
      /does not have the token itself, so nothing was asked/,
    ],
  ];
  for (const [what, serve, sentence] of STRANGE)
    it(`say in a sentence where the peer ${what}`, async () => {
      const url = await startSmall();
      let connections = 0;
      const { port } = await listen((socket) => {
        connections++;
        serve(socket);
      });
      const { code, stdout, stderr } = await ftpspec(
        ['diagnose', url, '--timeout', '1', '--peer', `${port}`, ...WITH_TOKEN],
        { env: VARIABLE },
      );
      expect(stderr).to.match(sentence);
      expect(code).to.equal(3);
      expect(stdout + stderr).not.to.match(/\n {4}at |internal error/);
      expect(connections).to.equal(1);
    });

  it('make a token where none is given, and show how to use it', async () => {
    const { said } = await startPeer([]);
    expect(said()).to.match(
      /^ {2}FTPSPEC_PEER_TOKEN=[0-9a-f]{32} ftpspec diagnose ftp:\/\/… --peer \d+ --peer-token-env FTPSPEC_PEER_TOKEN$/m,
    );
  });

  it('end at Ctrl-C', async () => {
    const { ended } = await startPeer();
    peer?.kill('SIGINT');
    expect(await ended).to.equal(130);
  });

  const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a peer without ports', ['peer'], /--ports names what may be listened on/],
    ['ports that are none', ['peer', '--ports', '9-8'], /--ports takes ports as A-B/],
    [
      'a short token',
      ['peer', '--ports', '50000', '--token-env', 'SHORT'],
      /the token in SHORT is shorter than 16/,
    ],
    [
      'two targets of one peer',
      ['diagnose', 'ftp://a.invalid', 'ftp://b.invalid', '--peer', '2190'],
      /--peer is for one target/,
    ],
    [
      'no token',
      ['diagnose', 'ftp://a.invalid', '--peer', '2190', '--peer-token-env', 'NO_SUCH_TOKEN'],
      /NO_SUCH_TOKEN is not set \(--peer-token-env\)/,
    ],
    [
      'a token for nobody',
      ['diagnose', 'ftp://a.invalid', '--peer-token-env', 'OWN_TOKEN'],
      /--peer-token-env is for --peer/,
    ],
    ['a place that is none', ['diagnose', 'ftp://a.invalid', '--peer', 'x:0'], /--peer takes HOST/],
  ];
  for (const [what, args, sentence] of WRONG)
    it(`refuse ${what} in a sentence`, async () => {
      const { code, stderr } = await ftpspec(args, { env: { ...VARIABLE, SHORT: 'short' } });
      expect(stderr).to.match(sentence);
      expect(code).to.equal(2);
    });
});

/** Passes a connection on to the peer, and names another address in every 227. */
function rewrite(socket: Socket, port: number): void {
  const onwards = connect({ host: '127.0.0.1', port });
  socket.pipe(onwards);
  onwards.on('data', (bytes: Buffer) => {
    socket.write(bytes.toString('latin1').replace(/\(127,0,0,1,/, '(10,9,9,9,'), 'latin1');
  });
  onwards.on('error', () => socket.destroy());
  onwards.on('close', () => socket.end());
  socket.on('close', () => onwards.destroy());
}
