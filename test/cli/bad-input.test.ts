import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';

/** What the user did wrong, and the sentence and exit status that answer it. */
const MISTAKES: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['an unknown command', ['runn'], 2, /there is no command runn; did you mean run\?/],
  ['a command with two letters swapped', ['rnu'], 2, /there is no command rnu; did you mean run\?/],
  ['a command like no other', ['frobnicate'], 2, /there is no command frobnicate$/m],
  ['an unknown option', ['run', '--bogus'], 2, /there is no option --bogus$/m],
  [
    'an option that is nearly one',
    ['run', '--time-out=3'],
    2,
    /there is no option --time-out; did you mean --timeout\?/,
  ],
  ['a word that is missing', ['merge'], 2, /a word is missing: ftpspec merge <events\.\.>$/m],
  ['a word too many', ['serve', 'here'], 2, /"here" is a word too many/],
  ['an option without its value', ['run', '--timeout'], 2, /--timeout wants a value/],
  [
    'a value that is empty, as of a variable that is not set',
    ['run', '--out', ''],
    2,
    /--out wants a value, and this one is empty/,
  ],
  [
    'an option twice that counts once',
    ['run', '--second-user', 'a:b', '--second-user', 'c:d'],
    2,
    /--second-user is given more than once/,
  ],
  [
    'a list that is empty',
    ['run', '--suite', ''],
    2,
    /--suite wants a value, and this one is empty/,
  ],
  ['a value for a switch', ['run', '--strict=yes'], 2, /--strict takes no value/],
  ['a negation that there is not', ['run', '--no-seed'], 2, /there is no option --no-seed/],
  ['an option after --', ['run', '--', '--strict'], 2, /"--strict" after "--" is no option/],
  ['a broken script after --', ['validate', '--', 'nowhere.yaml'], 2, /cannot read .*nowhere/],
  [
    'a target for a command, without its password',
    ['ftp://me:sesame@h'],
    2,
    /command ftp:\/\/me@h$/m,
  ],
  ['certificates that are none', ['run', '--ca', 'README.md'], 2, /holds no PEM certificate/],
  [
    'one file for both reports',
    ['run', '--junit', 'x', '--json', 'x'],
    2,
    /two reporters would write the same file/,
  ],
  ['a URL that is not FTP', ['run', 'http://127.0.0.1'], 2, /"http:\/\/" is not FTP/],
  ['a port out of range', ['run', 'ftp://127.0.0.1:99999'], 2, /port "99999" .* 1 to 65535/],
  [
    'a port that is no number',
    ['run', 'ftp://127.0.0.1:ftp'],
    2,
    /the port of 127\.0\.0\.1 is not a number/,
  ],
  ['no host', ['run', 'ftp://user@'], 2, /is not a host/],
  ['an IPv6 address in wrong brackets', ['run', 'ftp://[1.2.3.4]'], 2, /brackets/],
  ['jobs out of range', ['run', '--jobs', '0'], 2, /--jobs takes a whole number/],
  ['more hosts at once', ['diagnose', 'ftp://a', '--jobs', '1001'], 2, /--jobs takes .* 1000/],
  [
    'a port range upside down',
    ['run', '--active-ports', '9-3'],
    2,
    /--active-ports takes ports as A-B/,
  ],
  ['an address that is none', ['run', '--active-address', 'here'], 2, /here is no IP address/],
  [
    'an unknown scenario',
    ['run', '--id', 'passive/newest-listener-win'],
    2,
    /these begin so: passive\/newest-listener-wins/,
  ],
  ['an unknown suite', ['run', '--suite', 'pasive'], 2, /did you mean passive/],
  [
    'a second suite that would be a host',
    ['run', '--suite', 'host', 'login'],
    2,
    /"login" would be a host; .* --suite host,login$/m,
  ],
  ['a selection that fits nothing', ['run', '--grep', 'qqqqq'], 2, /leaves no scenario/],
  [
    'the beginning of ids',
    ['run', '--id', 'login/user'],
    2,
    /these begin so: login\/user\S+, login/,
  ],
  ['an exclusion that fits nothing', ['run', '--exclude', 'nothing/*'], 2, /fits no scenario/],
  ['an unknown level', ['run', '--level', 'PERHAPS'], 2, /--level takes one of "MUST", .*PERHAPS/],
  [
    'an option that chooses no requirements',
    ['list', 'requirements', '--suite', 'tls'],
    2,
    /--suite chooses scenarios; requirements have --grep and --level/,
  ],
  [
    'a pattern that fits no requirement',
    ['list', 'requirements', '--grep', 'qqqqq'],
    2,
    /none of \d+ requirements fits/,
  ],
  ['an unknown reporter', ['run', '--reporter', 'fax'], 2, /there is no reporter fax; .*junit/],
  ['a reporter with a typo', ['run', '--reporter', 'juint=a.xml'], 2, /did you mean junit\?/],
  ['a reporter without its file', ['run', '--reporter', 'tap='], 2, /tap= wants a file/],
  [
    'two reporters for one screen',
    ['run', '--reporter', 'tap', '--reporter', 'dots'],
    2,
    /tap and dots would print into each other/,
  ],
  [
    'two reporters for one file',
    ['run', '--junit', 'a', '--reporter', 'tap=a'],
    2,
    /two reporters would write the same file, a/,
  ],
  [
    'an output folder that cannot be made',
    ['run', '--out', '/proc/none/reports'],
    2,
    /cannot be written/,
  ],
  [
    'scripts that are not there',
    ['run', '--scripts', '/nonexistent'],
    2,
    /cannot read the scripts/,
  ],
  ['a second user without password', ['run', '--second-user', 'bob'], 2, /user:password/],
  ['certificates that are not there', ['run', '--ca', '/nonexistent.pem'], 2, /--ca/],
  [
    'a password variable that is not set',
    ['run', '--password-env', 'NOT_SET_ANYWHERE', 'ftp://bob@127.0.0.1:1'],
    2,
    /NOT_SET_ANYWHERE is not set/,
  ],
  [
    'a password variable that is empty',
    ['run', '--password-env', 'EMPTY', 'ftp://bob@127.0.0.1:1'],
    2,
    /EMPTY is empty/,
  ],
  [
    'a password file without a password',
    ['run', '--password-file', '/dev/null', 'ftp://bob@127.0.0.1:1'],
    2,
    /the first line of \/dev\/null is empty/,
  ],
  [
    'a password file that is not there',
    ['run', '--password-file', '/nonexistent', 'ftp://bob@127.0.0.1:1'],
    2,
    /cannot be read/,
  ],
  [
    'no password and nobody to ask',
    ['run', 'ftp://bob@127.0.0.1:1'],
    2,
    /no password for bob@127\.0\.0\.1/,
  ],
  ['two kinds of container', ['run', '--image', 'a', '--dockerfile', 'b'], 2, /exclude each other/],
  ['an id that nothing has', ['explain', 'RFC959-4.2-EOL-9'], 2, /did you mean/],
  [
    'a fault that there is not',
    ['serve', '--fault', 'no-such-fault-at-all'],
    2,
    /There is no fault/,
  ],
  ['an address to serve on that is none', ['serve', '--host', 'here'], 2, /here is no IP address/],
  ['a port to serve that is none', ['serve', '--port', '70000'], 2, /--port takes/],
];

describe('a mistake on the command line', () => {
  for (const [what, args, code, sentence] of MISTAKES)
    it(`is told in a sentence: ${what}`, async () => {
      const ended = await ftpspec(args, { env: { EMPTY: '', LANG: 'de_DE.UTF-8' } });
      expect(ended.stderr).to.match(sentence);
      expect(ended.stderr).to.match(/^ftpspec: /);
      expect(ended.stderr + ended.stdout, 'no stack trace').not.to.match(/\n\s+at /);
      expect(ended.code).to.equal(code);
    });
});

/** What a script says wrong, and what `validate` answers, with its line and column. */
const SCRIPTS: readonly (readonly [string, string, RegExp])[] = [
  ['YAML that does not parse', '- id: a/b\n  title: [\n', /script\.yaml:\d+:\d+: this is not YAML/],
  [
    'an unknown verb',
    '- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps:\n    - sned: NOOP\n',
    /script\.yaml:5:7: unknown verb "sned"; did you mean "send"\?/,
  ],
  [
    'an unknown key',
    '- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps:\n    - send: NOOP\n      expekt: 200\n',
    /script\.yaml:6:\d+: unknown key "expekt" of "send"; did you mean "expect"\?/,
  ],
  [
    'a requirement that does not exist',
    '- id: a/b\n  title: t\n  covers: [RFC959-9.9-NONE-1]\n  steps:\n    - send: NOOP\n',
    /there is no requirement RFC959-9\.9-NONE-1/,
  ],
  [
    'an id twice',
    '- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ send: NOOP }]\n- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ send: NOOP }]\n',
    /the id a\/b is taken at .*script\.yaml:1/,
  ],
  [
    'a risk declared too low',
    '- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  risk: safe\n  needs: [login]\n  steps: [{ send: DELE x }]\n',
    /declares the risk safe, but its steps are writes/,
  ],
  [
    'a name that no step defines',
    '- id: a/b\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ send: "CWD ${there}" }]\n',
    /\$\{there\} is not defined/,
  ],
];

describe('a selection', () => {
  it('takes words with commas and levels in small letters', async () => {
    const { code, stdout } = await ftpspec(['list', '--suite', 'tls,login', '--level', 'must']);
    expect(stdout).to.match(/^tls\/.*^login\/|^login\/.*^tls\//ms);
    expect(stdout).not.to.match(/ SHOULD /);
    expect(code).to.equal(0);
  });
});

describe('a mistake in a script', () => {
  const folder = scratchFolder();
  after(() => folder.remove());
  for (const [what, text, sentence] of SCRIPTS)
    it(`is told with file, line, column and the line itself: ${what}`, async () => {
      mkdirSync(join(folder.path, 'scripts'), { recursive: true });
      const path = join(folder.path, 'scripts/script.yaml');
      writeFileSync(path, text);
      for (const args of [
        ['validate', path],
        ['run', '--scripts', path],
      ]) {
        const { code, stderr } = await ftpspec(args);
        expect(stderr).to.match(sentence);
        expect(stderr, 'the source line and a caret').to.match(/\d+ \| .*\n.*\^/);
        expect(stderr).not.to.match(/\n\s+at /);
        expect(code).to.equal(2);
      }
    });

  it('is told where a folder has no scripts', async () => {
    mkdirSync(join(folder.path, 'empty'), { recursive: true });
    const { code, stderr } = await ftpspec(['validate', join(folder.path, 'empty')]);
    expect(stderr).to.match(/no scripts \(\*\.yaml\) are in /);
    expect(code).to.equal(2);
  });

  it('does not drive the terminal where the file is no text', async () => {
    const path = join(folder.path, 'binary.yaml');
    writeFileSync(path, Buffer.from('\x1b[2J\0\xff\x07', 'latin1'));
    const { code, stderr } = await ftpspec(['validate', path]);
    expect(stderr)
      .to.match(/binary\.yaml:1:\d+: this is not UTF-8/)
      .and.not.match(/[\x1b\0\x07]/);
    expect(code).to.equal(2);
  });
});
