import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { scriptedFtp } from '../support/scripted-ftp.ts';

const SCRIPT = ['done', 'warn', 'fail', 'skip']
  .map(
    (verb) =>
      `- id: own/${verb}\n  title: It does ${verb}\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ ${verb}: as told }]\n`,
  )
  .join('');

describe('the reports of a run', () => {
  const folder = scratchFolder();
  const script = join(folder.path, 'own.yaml');
  before(() => writeFileSync(script, SCRIPT));
  after(() => folder.remove());
  const run = (...words: string[]) => ftpspec(['run', '--out', folder.path, ...words]);
  const junit = () => readFileSync(join(folder.path, 'junit.xml'), 'utf8');

  it("are what Jenkins' xunit plugin takes with --junit-schema xunit", async () => {
    const schema = readFileSync(join(import.meta.dirname, '../support/junit.xsd'), 'utf8');
    const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema));
    await run('--scripts', script, '--junit-schema', 'xunit');
    expect(() => validator.validate(XmlDocument.fromString(junit()))).not.to.throw();
    await run('--scripts', script);
    expect(() => validator.validate(XmlDocument.fromString(junit()))).to.throw();
  });

  it('refuse another schema with one sentence', async () => {
    const { code, stderr } = await run('--junit-schema', 'nunit');
    expect(stderr).to.match(/^ftpspec: --junit-schema takes one of .*"xunit", not "nunit"/);
    expect(code).to.equal(2);
  });

  it('are TAP whose warnings offend no harness, and whose failures do', async () => {
    const { stdout } = await run('--scripts', script, '--reporter', 'tap');
    const points = stdout.split('\n').filter((line) => /^(?:not )?ok .* own\//.test(line));
    expect(points.map((line) => line.replace(/\d+ - embedded own\//, '')).sort()).to.deep.equal([
      'not ok fail',
      'not ok warn # TODO warning: It does warn',
      'ok done',
      'ok skip # SKIP as told',
    ]);
  });

  it('say whom to name where no user was named and nobody gets in as anonymous', async () => {
    const server = await scriptedFtp({ replies: { PASS: '530 Login incorrect.\r\n' } });
    try {
      const { code, stdout } = await run(`ftp://127.0.0.1:${server.port}`, '--suite', 'session');
      expect(stdout.replace(/\s+/g, ' ')).to.match(
        /no user was named, and nobody gets in as anonymous: "PASS \*\*\*\*" draws "530 Login incorrect\..*"; name one, as in ftp:\/\/USER@HOST/,
      );
      expect(stdout).not.to.match(/diagnose/);
      expect(code).to.equal(3);
    } finally {
      await server.close();
    }
  });

  it('tell the wrong password from the right one, and show neither', async () => {
    const login = join(folder.path, 'login.yaml');
    writeFileSync(
      login,
      '- id: own/login\n  title: Only the right one\n  risk: intrusive\n  start: secured\n  needs: [login]\n' +
        '  steps:\n    - send: USER ${user}\n      expect: 331\n    - send: PASS wrong-word\n      expect: 230\n' +
        '    - send: PASS ${password}\n      expect: 500\n',
    );
    const server = await scriptedFtp();
    try {
      const { stdout } = await run(server.url, '--scripts', login);
      expect(stdout).to.match(
        /> PASS \*\*\*\* \(another password\)\\r\\n[^]*> PASS \*\*\*\*\\r\\n/,
      );
      expect(stdout).not.to.match(/wrong-word|pa55word/);
    } finally {
      await server.close();
    }
  });

  it('name what was compared, not the variable that held it', async () => {
    const port = join(folder.path, 'port.yaml');
    writeFileSync(
      port,
      '- id: own/port\n  title: One port\n  needs: [login]\n  steps:\n    - send: EPSV\n      expect: 229\n      save: passive\n' +
        '    - check: ${passive.port}\n      equals: 1\n      otherwise: warn\n' +
        '    - check: ${passive.port}\n      of: port that we were told\n      equals: 1\n',
    );
    const { stdout } = await run('--scripts', port);
    expect(stdout).to.match(/Expected: {2}the port of the reply to EPSV equal to 1\n/);
    expect(stdout).to.match(/Expected: {2}port that we were told equal to 1\n/);
  });
});
