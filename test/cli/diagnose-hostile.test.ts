import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { type Ended, ftpspec, scratchFolder } from '../support/cli.ts';
import { readReport } from '../support/diagnosis.ts';
import { drip, pour, type Script, type ScriptedFtp, scriptedFtp } from '../support/scripted-ftp.ts';

/** What JavaScript may keep at a time, in MiB; what it needs beyond ends the process with an abort. */
const HEAP_MIB = 80;

describe('ftpspec diagnose against a hostile server', function () {
  let server: ScriptedFtp | undefined;
  const folder = scratchFolder();
  const json = join(folder.path, 'diagnosis.json');
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => folder.remove());

  async function diagnose(url: string, ...more: readonly string[]): Promise<Ended> {
    return await ftpspec(['diagnose', url, '--timeout', '1', '--json', json, ...more], {
      env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` },
    });
  }

  const ENDLESS: readonly (readonly [string, Script, number])[] = [
    [
      'a greeting of lines without end',
      { greet: (socket) => pour(socket, lines('220-more\r\n')) },
      3,
    ],
    ['a greeting whose lines drip', { greet: (socket) => drip(socket, '220-more\r\n', 50) }, 3],
    [
      'replies to FEAT without end',
      { replies: { FEAT: (socket) => pour(socket, lines('211-more\r\n')) } },
      1,
    ],
    ['a listing without end', { data: (socket) => pour(socket, lines('x\r\n')) }, 0],
    ['a listing that is one line without end', { data: (socket) => pour(socket, lines('x')) }, 0],
  ];
  for (const [what, script, status] of ENDLESS)
    it(`ends within its memory and with a report: ${what}`, async function () {
      this.timeout(240_000);
      server = await scriptedFtp(script);
      const { code, stderr } = await diagnose(server.url);
      expect(stderr).to.equal('');
      expect(code).to.equal(status);
      expect(readReport(json)).to.have.property('interrupted', false);
    });

  /** A wait that nobody ends but Ctrl-C. */
  const FROZEN: readonly (readonly [string, (frozen: () => void) => Script, string?])[] = [
    [
      'before the greeting',
      (frozen) => ({
        greet: frozen,
      }),
    ],
    [
      'in the middle of a greeting',
      (frozen) => ({ greet: (socket) => socket.write('220-a\r\n', frozen) }),
    ],
    [
      'at the TLS handshake',
      (frozen) => ({ greet: (socket) => socket.once('data', frozen) }),
      'ftps',
    ],
    ['at a command', (frozen) => ({ replies: { FEAT: frozen } })],
    ['at the login', (frozen) => ({ replies: { PASS: frozen } })],
    ['with a data connection that nothing comes over', (frozen) => ({ data: frozen })],
    [
      'before it connects in active mode',
      (frozen) => ({
        replies: {
          PORT: '200 ok\r\n',
          LIST: (socket) => {
            socket.write('150 soon\r\n');
            frozen();
          },
        },
      }),
    ],
    [
      'while it reads an upload',
      (frozen) => ({
        data: (socket, line) => (line.startsWith('STOR') ? frozen() : socket.end('a\r\n')),
      }),
    ],
  ];
  for (const [where, script, scheme] of FROZEN)
    it(`ends at once by Ctrl-C, with a report: a server that freezes ${where}`, async () => {
      let child: ChildProcess | undefined;
      server = await scriptedFtp(script(() => child?.kill('SIGINT')));
      const url = scheme === undefined ? server.url : server.url.replace('ftp', scheme);
      const args = ['diagnose', url, '--timeout', '3600', '--upload', '--json', json];
      const { code, stdout } = await ftpspec(args, { started: (one) => (child = one) });
      expect(code).to.equal(130);
      expect(stdout).to.contain('Interrupted');
      expect(readReport(json)).to.have.property('interrupted', true);
    });
});

/** As many of a line as fill a segment. */
function lines(text: string): Buffer {
  return Buffer.alloc(Math.floor(65_536 / text.length) * text.length, text);
}
