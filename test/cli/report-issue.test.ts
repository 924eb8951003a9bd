import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { scriptedFtp, type ScriptedFtp } from '../support/scripted-ftp.ts';

const SCRIPT = `- id: own/stat
  title: STAT tells of a file
  covers: [RFC959-4.1.3-SYST-2]
  needs: [login]
  steps:
    - send: "STAT it's 100% \\\\ 'x'"
      expect: { pass: 213, cite: R41 }
- id: own/other-user
  title: Nobody else gets in
  covers: [RFC959-5.4-PASS-4]
  risk: intrusive
  start: secured
  needs: [login]
  steps:
    - send: USER somebody
      expect: 331
    - send: PASS wrong-word
      expect: 530
- id: own/good
  title: It passes
  covers: [RFC959-4.2-EOL-1]
  needs: [login]
  steps: [{ send: NOOP, expect: 200 }]
`;

describe('ftpspec report-issue', () => {
  const folder = scratchFolder();
  const results = ['--results', join(folder.path, 'results.json')];
  let server: ScriptedFtp;
  before(async () => {
    server = await scriptedFtp({ replies: { STAT: '502 no\r\n' } });
    const script = join(folder.path, 'own.yaml');
    writeFileSync(script, SCRIPT);
    const url = server.url.replace('user:', 'tester:');
    await ftpspec(['run', url, '--scripts', script, '--out', folder.path, '--jobs', '1']);
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  it('says what the RFC says, what comes instead, and from which server', async () => {
    const { code, stdout } = await ftpspec(['report-issue', 'own/stat', ...results]);
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /^# Does not hold: STAT tells of a file\n\nServer: 220 ready\n\nSeen on \d{4}-\d\d-\d\d\.\n/,
    );
    expect(stdout).to.match(/^- RFC959 section 4\.1\.3 \(MUST\): /m);
    expect(stdout).to.match(/^- expected: a reply 213\n- got: "502 no\\r\\n"\n/m);
    expect(stdout).to.match(/ < 502 no\\r\\n/);
    expect(stdout).to.match(
      /^ftpspec run ftp:\/\/USER@127\.0\.0\.1:\d+ .*--id own\/stat --seed \w+$/m,
    );
  });

  it('names neither the account nor its password', async () => {
    for (const id of ['own/stat', 'own/other-user']) {
      const { stdout } = await ftpspec(['report-issue', id, ...results]);
      expect(stdout).not.to.match(/tester|pa55word|wrong-word/);
    }
  });

  it('has lines for a shell that bring the same about', async () => {
    for (const [id, bytes] of [
      ['own/stat', "STAT it's 100% \\ 'x'"],
      ['own/other-user', 'USER somebody'],
    ] as const) {
      const { stdout } = await ftpspec(['report-issue', id, ...results]);
      const [, shell = ''] = /^```sh\n(\{\n[^]*?)^```$/m.exec(stdout) ?? [];
      const said = server.said.length;
      // What connects is of no interest here, and neither are the pauses.
      const script = shell.replaceAll(/; sleep \d+|^ *sleep \d+$/gm, '').replace(/nc .*/, 'cat');
      const env = { ...process.env, FTP_USER: 'me', FTP_PASSWORD: 'mine' };
      const sent = await new Promise<string>((resolve) =>
        execFile('sh', ['-c', script], { env }, (_error, text) => resolve(text)),
      );
      expect(sent.split('\r\n')).to.include(bytes);
      expect(sent).to.include(id === 'own/stat' ? 'USER me\r\nPASS mine\r\n' : 'PASS wrong\r\n');
      expect(server.said).to.have.length(said);
    }
  });

  for (const [what, words, sentence] of [
    ['what passed', ['own/good', ...results], /own\/good did not fail there: pass/],
    [
      'what was not played',
      ['own/stad', ...results],
      /tells nothing of own\/stad; did you mean own\/stat\?/,
    ],
    ['another target', ['own/stat', ...results, '--name', 'x'], /tells of no run of x/],
    ['no file', ['own/stat', '--results', '/nonexistent'], /cannot be read \(--results\)/],
    ['no id', [], /name a command|word is missing|Not enough|is missing/],
  ] as const)
    it(`refuses ${what} with status 2`, async () => {
      const { code, stderr } = await ftpspec(['report-issue', ...words]);
      expect(stderr).to.match(sentence);
      expect(code).to.equal(2);
    });
});
