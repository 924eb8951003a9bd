import { expect } from 'chai';
import { REPORTERS } from '../../../src/report/index.ts';
import type { ReporterName } from '../../../src/report/names.ts';
import { failure, mixed, problem, run, scenario, startOf } from './fixtures.ts';
import { capture, play } from './output.ts';

const GOLDEN_60 = `\
Failures ───────────────────────────────────────────────────
✗ fail  passive/newest-listener-wins
  A second PASV replaces the first listener
  MUST, safe, 205 ms
  the first listener still answers

  RFC959-3.2-PASV-15 (section 3.2)
    A second PASV makes the server listen anew; the listener
    of the first is closed.
  Ruling:    R41
  Expected:  the dial of the first listener is refused or
             closed
  Actual:    connected in 3 ms, and the connection stayed
             open for 2 s

  suites/passive.yaml:21:13
    21 |     - dial: $first
       |             ^

  Info:      passive 127.0.0.1:50021: reachable in 3 ms

  Transcript
      0.001 main  < 220 ready\\r\\n
      0.002 main  > PASV\\r\\n
      0.003 main  < 227 Entering Passive Mode (127,0,0,1,195
                    ,101)\\r\\n
      0.004 first * dial 127.0.0.1:50021: connected

  Rerun:     ftpspec run ftp://127.0.0.1:2121 --id passive/newest-listener-wins

suite    pass  warn  fail  skip  error    time
passive     0     0     1     0      0  205 ms
rules       1     0     0     0      0
total       1     0     1     0      0

target   ftp://127.0.0.1:2121
server   220 ready
time     12.3 s with 4 jobs
seed     8c1f

✗ does not conform: 1 passed, 1 failed, of 2

reports  reports/junit.xml
`;

const GOLDEN_100 = `\
Failures ───────────────────────────────────────────────────────────────────────────────────────────
✗ fail  passive/newest-listener-wins
  A second PASV replaces the first listener
  MUST, safe, 205 ms
  the first listener still answers

  RFC959-3.2-PASV-15 (section 3.2)
    A second PASV makes the server listen anew; the listener of the first is closed.
  Ruling:    R41
  Expected:  the dial of the first listener is refused or closed
  Actual:    connected in 3 ms, and the connection stayed open for 2 s

  suites/passive.yaml:21:13
    21 |     - dial: $first
       |             ^

  Info:      passive 127.0.0.1:50021: reachable in 3 ms

  Transcript
      0.001 main  < 220 ready\\r\\n
      0.002 main  > PASV\\r\\n
      0.003 main  < 227 Entering Passive Mode (127,0,0,1,195,101)\\r\\n
      0.004 first * dial 127.0.0.1:50021: connected

  Rerun:     ftpspec run ftp://127.0.0.1:2121 --id passive/newest-listener-wins
`;

async function shown(
  name: ReporterName,
  runs = [mixed()],
  parts: Parameters<typeof capture>[0] = {},
): Promise<string> {
  const { context, text } = capture(parts);
  await play(REPORTERS[name].run(context), runs);
  return text();
}

/** What a terminal shows after the last change of each line, without colours. */
function screen(text: string): string {
  return text.replace(/\x1b\[\d*m/g, '').replace(/^[^\n]*\r\x1b\[2K/gm, '');
}

describe('pretty reporter', () => {
  const failed = run({ scenarios: [failure()] });

  it('shows a failure with all that is known of it on 60 columns', async () => {
    const text = await shown('pretty', [failed], { columns: 60, written: ['reports/junit.xml'] });
    expect(text.slice(text.indexOf('Failures'))).to.equal(GOLDEN_60);
  });

  it('shows it on 100 columns', async () => {
    const text = await shown('pretty', [failed], { columns: 100 });
    expect(text.slice(text.indexOf('Failures'))).to.include(GOLDEN_100);
  });

  it('ends with a line for each of several failures, the slowest scenarios and the verdict', async () => {
    const slow = scenario({ id: 'passive/nobody-dials', durationMs: 70_000 });
    const { scenarios } = mixed();
    const text = await shown('pretty', [mixed({ scenarios: [...scenarios, slow] })], {
      columns: 200,
    });
    const [, end = ''] = text.split(/^target /m);
    expect(end)
      .to.match(/^slowest +passive\/nobody-dials 70\.0 s$/m)
      .and.match(/^✗ passive\/failed: A second PASV .*: expected .*, got connected in 3 ms/m)
      .and.match(/^\? transfer\/abort: .*552 Quota exceeded$/m)
      .and.match(
        /^✗ rules\/one-completion: A command draws exactly one completion: expected .*, got two/m,
      )
      .and.match(/\n\n✗ does not conform: [^\n]*\n+$/);
  });

  it('says a failure once: in the script’s own words, and in three lines at the end', async () => {
    const { title } = scenario();
    const actual = `not every endpoint can be reached${'; 192.0.2.1:50021 refused'.repeat(20)}`;
    const own = failure({ reason: actual, problems: [problem({ expected: title, actual })] });
    const reason = `expected one thing, got another`;
    const problems = [problem({ expected: 'one thing', actual: 'another' })];
    const other = failure({ id: 'passive/other', reason, problems });
    const text = await shown('pretty', [run({ scenarios: [own, other] })], { columns: 80 });
    expect(text).to.not.match(/expected A second PASV|expected one thing, got/);
    expect(text.split(/^seed .*/m)[1]).to.match(
      /^✗ passive\/newest.*: not\n {2}every endpoint .*\n {2}.* …\n✗ passive\/other/m,
    );
  });

  it('keeps within 60 columns, but for commands to copy', async () => {
    const text = await shown('pretty', [mixed({ stopped: 'x '.repeat(80) })], { columns: 60 });
    for (const line of text.split('\n'))
      if (!line.startsWith('  Rerun:')) expect(line.length, line).to.be.at.most(60);
  });

  it('shows warnings in a line or short, skips by reason, and rules with the first violations', async () => {
    const skip = (id: string) => scenario({ id, outcome: 'skip', reason: 'needs MLST' });
    const mlst = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => skip(`mlst/${name}`));
    const all = [mixed({ scenarios: [...mixed().scenarios, ...mlst] })];
    expect(await shown('pretty', all)).to.include(
      '! warn  active/port-20: A second PASV replaces the first listener\n--warnings tells them',
    );
    const text = await shown('pretty', all, { warnings: true });
    expect(text).to.include(
      '! warn  active/port-20\n' +
        '  RFC959-3.2-PASV-15: expected a data connection from port 20, got one from port\n' +
        '  40123 (suites/passive.yaml:21:13)\n',
    );
    expect(text).to.include(
      '- 6 skipped: needs MLST\n    mlst/a, mlst/b, mlst/c, mlst/d, … and 2 more\n- 1 skipped: needs TLS',
    );
    expect(text).to.include('4 violations in 512 exchanges').and.include('… and 1 more');
    expect(text).to.include('in transfer/number-0, after NOOP').and.not.include('number-3');
  });

  it('shows warnings in full, as failures, when it is strict', async () => {
    const text = await shown('pretty', [mixed()], { strict: true });
    expect(text).to.include('! warn  active/port-20\n  A second PASV');
    expect(text).to.include('(warnings count as failures)');
  });

  it('leaves out the middle of a long transcript', async () => {
    const transcript = Array.from({ length: 90 }, (_, index) => `  0.001 main > NOOP ${index}`);
    const text = await shown('pretty', [run({ scenarios: [failure({ transcript })] })]);
    expect(text).to.include('NOOP 11\n    … 50 lines not shown …\n      0.001 main > NOOP 62\n');
  });

  it('keeps the caret below its character in a line that is too long', async () => {
    const source = `7 | - send: ${'x'.repeat(90)}HERE${'y'.repeat(90)}`;
    const caret = `${' '.repeat(source.indexOf('HERE'))}^`;
    const where = { file: 'a.yaml', line: 7, column: 99, excerpt: `${source}\n${caret}` };
    const scenarios = [failure({ problems: [problem({ where })] })];
    const lines = (await shown('pretty', [run({ scenarios })], { columns: 60 })).split('\n');
    const at = lines.findIndex((line) => line.trim() === '^');
    expect(lines[at - 1]?.slice(lines[at]?.indexOf('^')).startsWith('HERE')).to.equal(true);
  });

  const verdicts: readonly (readonly [string, Parameters<typeof run>[0], RegExp])[] = [
    ['conforms', {}, /^✓ conforms: 2 passed, of 2$/m],
    ['chosen', { extent: 'chosen' }, /^✓ conforms in what was chosen: 2 passed, of 2$/m],
    ['in part', { extent: 'part' }, /^! conforms in what could be judged: 2 passed, of 2$/m],
    [
      'left over',
      { leftovers: [{ name: '/ftpspec-1', reply: '550 No.' }] },
      /^! conforms, but something is left on the target: 2 passed, of 2$/m,
    ],
    ['stopped', { stopped: 'interrupted' }, /^\? stopped: interrupted; 2 passed, of 2$/m],
    [
      'not judged',
      { scenarios: [scenario({ outcome: 'error', reason: 'gone' })] },
      /^\? not all could be judged: 1 passed, 1 not judged, of 2$/m,
    ],
    [
      'all skipped',
      { scenarios: [scenario({ outcome: 'skip', reason: 'needs x' })], rules: [] },
      /^- 1 skipped, of 1$/m,
    ],
    ['nothing', { scenarios: [], rules: [] }, /^- nothing was judged$/m],
  ];
  for (const [name, parts, line] of verdicts)
    it(`gives the verdict: ${name}`, async () => {
      expect(await shown('pretty', [run(parts)])).to.match(line);
    });

  it('leads on to diagnose where a target could not be judged at all, and only there', async () => {
    const shut = { target: 'ftpes://h', stopped: 'no greeting', scenarios: [] };
    const lead = '`ftpspec diagnose ftpes://h` looks for the cause';
    expect(await shown('pretty', [run(shut)])).to.contain(lead);
    for (const other of [
      { scenarios: [scenario()] },
      { stopped: 'interrupted' },
      { target: 'image' },
    ])
      expect(await shown('pretty', [run({ ...shut, ...other })])).not.to.contain('looks for');
  });

  it('writes no line over another on a terminal that cannot', async () => {
    const { context, text } = capture({ isTTY: true, env: { TERM: 'dumb', LANG: 'C.UTF-8' } });
    await play(REPORTERS.pretty.run(context), [run()]);
    expect(text()).not.to.match(/[\r\x1b]/);
  });

  it('tells how many scenarios an interrupted run left out', async () => {
    const { context, text } = capture();
    const reporter = REPORTERS.pretty.run(context);
    const result = run({ stopped: 'interrupted' });
    reporter.runStart?.({ ...startOf(result), scenarios: 40 });
    reporter.runEnd?.(result);
    await reporter.finish?.([result]);
    expect(text()).to.include('not run  39 of 40 scenarios');
  });

  it('tells what is left on the server, a line a name', async () => {
    const leftovers = [
      { name: '/ftpspec-1/a', reply: '550 no\x1b[2J' },
      { name: '/ftpspec-1', reply: '' },
    ];
    expect(await shown('pretty', [run({ leftovers })])).to.include(
      'left     /ftpspec-1/a: 550 no\\x1b[2J\nleft     /ftpspec-1\n',
    );
    const many = Array.from({ length: 25 }, (_, index) => ({ name: `/${index}`, reply: 'x' }));
    expect(await shown('pretty', [run({ leftovers: many })])).to.include('left     … and 5 more\n');
  });

  it('compares several targets at the end', async () => {
    const runs = [run({ label: 'one' }), run({ label: 'two', stopped: 'died' })];
    const text = await shown('pretty', runs);
    expect(text).to.match(
      /target +pass.*verdict\none +2 .*12\.3 s +conforms\ntwo +2 .* +not judged: died/,
    );
  });

  it('names targets of one host by their ports', async () => {
    const targets = ['ftp://me@127.0.0.1:2121/dir', 'ftps://me@127.0.0.1:2122'];
    const text = await shown(
      'pretty',
      targets.map((target) => run({ label: '127.0.0.1', target })),
    );
    expect(text).to.match(/^127\.0\.0\.1:2121 +2 .*\n127\.0\.0\.1:2122 +2 /m);
  });

  it('writes lines, and no terminal codes, where the output is no terminal', async () => {
    const text = await shown('pretty');
    expect(text).to.match(/^ {2}2\/5 {2}1 ✓ {2}1 ✗$/m);
    expect(text).to.not.include('\x1b').and.not.include('\r');
  });

  it('leaves the time out of the table where a terminal is too narrow for it', async () => {
    const text = await shown('pretty', [mixed()], { columns: 40 });
    expect(text).to.match(/^suite {5}pass {2}warn {2}fail {2}skip {2}error$/m);
    const table = text.slice(text.indexOf('suite '), text.indexOf('\ntarget '));
    expect(Math.max(...table.split('\n').map((line) => line.length))).to.be.at.most(40);
  });

  it('writes at most ten lines of progress for a long run', async () => {
    const scenarios = Array.from({ length: 400 }, (_, index) => scenario({ id: `a/${index}` }));
    const text = await shown('pretty', [run({ scenarios })]);
    expect(text.match(/^ {2}\d+\/400 /gm)).to.have.length(10);
  });

  it('keeps one status line on a terminal, and clears it', async () => {
    const text = await shown('pretty', [mixed()], { isTTY: true, columns: 70 });
    expect(text).to.include('\x1b[2K').and.include('4/5  1 ✓  1 !  1 ✗  1 -');
    expect(screen(text)).to.not.match(/\d\/5/);
    expect(screen(text)).to.match(/^✗ fail {2}passive\/failed \(205 ms\)$/m);
    for (const line of text.split(/\r|\n/))
      if (line.startsWith('\x1b[2K')) expect(screen(line).length).to.be.below(75);
  });

  const colours: readonly (readonly [string, Record<string, string>, boolean, boolean])[] = [
    ['on a terminal', {}, true, true],
    ['not elsewhere', {}, false, false],
    ['not where NO_COLOR is set', { NO_COLOR: '1' }, true, false],
    ['where FORCE_COLOR is set', { FORCE_COLOR: '1' }, false, true],
    ['not where FORCE_COLOR is 0', { FORCE_COLOR: '0' }, true, false],
    ['not where both are set', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['not on a dumb terminal', { TERM: 'dumb' }, true, false],
  ];
  for (const [name, env, isTTY, colourful] of colours)
    it(`colours ${name}`, async () => {
      expect(/\x1b\[\d+m/.test(await shown('pretty', [mixed()], { env, isTTY }))).to.equal(
        colourful,
      );
    });

  it('says the same without colours', async () => {
    const plain = await shown('pretty');
    const coloured = await shown('pretty', [mixed()], {
      env: { LANG: 'C.UTF-8', FORCE_COLOR: '1' },
    });
    expect(screen(coloured)).to.equal(plain);
  });

  for (const env of [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, { LANG: 'de_DE.ISO-8859-1' }])
    it(`writes ASCII in the locale ${JSON.stringify(env)}`, async () => {
      const text = await shown('pretty', [run({ scenarios: [failure({ reason: 'é' })] })], { env });
      expect(text).to.match(/^[\x20-\x7e\n]*$/);
      expect(text).to.include('x fail').and.include('\\u{e9}');
    });
});

describe('dots reporter', () => {
  it('writes a character a scenario, a sign of its own for each outcome, and wraps', async () => {
    const [line] = (await shown('dots')).split('\n');
    expect(line).to.equal('.✗!-?');
    const narrow = await shown('dots', [mixed()], { columns: 20, env: { LANG: 'C' } });
    expect(narrow.split('\n')[0]).to.equal('.x!-?');
    const scenarios = Array.from({ length: 25 }, () => scenario());
    expect(await shown('dots', [run({ scenarios })], { columns: 20 })).to.match(/^\.{20}\n\.{5}\n/);
  });

  it('explains failures afterwards', async () => {
    expect(await shown('dots'))
      .to.include('Expected:  the dial')
      .and.include('does not conform');
  });
});

describe('quiet reporter', () => {
  it('writes one line a target', async () => {
    const text = await shown('quiet', [mixed(), run({ stopped: 'line\nbreak' })]);
    expect(text).to.equal(
      '✗ does not conform: 2 passed, 1 warned, 2 failed, 1 skipped, 1 not judged, of 7: ftp://127.0.0.1:2121 in 12.3 s, seed 8c1f\n' +
        '? stopped: line break; 2 passed, of 2: ftp://127.0.0.1:2121 in 12.3 s, seed 8c1f\n',
    );
  });
});
