import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { REPORTERS } from '../../../src/report/index.ts';
import { REPORTER_NAMES } from '../../../src/report/names.ts';
import { reportTo } from '../../../src/report/multiplex.ts';
import { type Choice, parseChoice } from '../../../src/report/choice.ts';
import { openRunReporters } from '../../../src/report/open.ts';
import type { ReporterContext } from '../../../src/report/index.ts';
import { failure, mixed, run, scenario, startOf } from './fixtures.ts';
import { capture, HOSTILE, play } from './output.ts';

describe('reportTo', () => {
  it('passes every event on, in the order of the reporters', async () => {
    const seen: string[] = [];
    const spy = (name: string) => ({
      name,
      reporter: {
        runStart: () => void seen.push(`${name} runStart`),
        scenarioStart: () => void seen.push(`${name} scenarioStart`),
        scenarioEnd: () => void seen.push(`${name} scenarioEnd`),
        runEnd: () => void seen.push(`${name} runEnd`),
        finish: () => Promise.resolve(void seen.push(`${name} finish`)),
      },
    });
    await play(reportTo([spy('a'), { name: 'deaf', reporter: {} }, spy('b')]), [run()]);
    const events = ['runStart', 'scenarioStart', 'scenarioEnd', 'runEnd', 'finish'];
    expect(seen).to.deep.equal(events.flatMap((event) => [`a ${event}`, `b ${event}`]));
  });

  const fail = () => {
    throw new Error('out of paper');
  };
  for (const event of ['runStart', 'scenarioStart', 'scenarioEnd', 'runEnd', 'finish'])
    it(`goes on with the others where one throws at ${event}, and says so in the end`, async () => {
      const { context, text } = capture();
      const reporter = reportTo([
        { name: 'mine', reporter: { [event]: fail } },
        { name: 'tap', reporter: REPORTERS.tap.run(context) },
      ]);
      const error = await play(reporter, [run()]).catch((reason: unknown) => reason);
      expect((error as Error).message).to.equal('the reporter mine failed: out of paper');
      expect(text()).to.match(/^1\.\.2$/m);
    });
});

describe('reporters with files', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-reporters-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const opened = async (choices: readonly Choice[], context: ReporterContext) =>
    reportTo(await openRunReporters(choices, context));

  it('write when all is done, and the console then tells where', async () => {
    const { context, text } = capture({ columns: 500, strict: true });
    const paths = [join(folder, 'out/junit.xml'), join(folder, 'out/results.json')] as const;
    const choices = ['pretty', `junit=${paths[0]}`, `json=${paths[1]}`].map(parseChoice);
    await play(await opened(choices, context), [mixed()]);
    expect(await readFile(paths[0], 'utf8')).to.include('failures="3"');
    expect(await readFile(paths[1], 'utf8')).to.include('"target": "ftp://127.0.0.1:2121"');
    expect(text()).to.include(`reports  ${paths.join(', ')}\n`);
  });

  it('are refused before the run where their files have no place', async () => {
    await writeFile(join(folder, 'file'), '');
    const choice = parseChoice(`junit=${join(folder, 'file/junit.xml')}`);
    const error = await opened([choice], capture().context).catch((reason: unknown) => reason);
    expect((error as Error).message).to.include('cannot be written');
  });

  it('have written what happened until now, where their files grow', async () => {
    const path = join(folder, 'events.jsonl');
    const reporter = await opened([{ name: 'events', file: path }], capture().context);
    reporter.scenarioEnd?.('ftp://a', scenario());
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).to.deep.equal(['start', 'scenarioEnd']);
    await reporter.finish?.([]);
  });

  it('may be a module of the user', async () => {
    const [module, path] = [join(folder, 'mine.mjs'), join(folder, 'mine.txt')];
    await writeFile(
      module,
      'export default { run: ({ output }) => ({ runEnd: (run) => output.write(run.target) }) };\n',
    );
    await play(await opened([{ name: module, file: path }], capture().context), [run()]);
    expect(await readFile(path, 'utf8')).to.equal('ftp://127.0.0.1:2121');
  });

  it('are refused where a module cannot be loaded, or exports no reporter', async () => {
    const module = join(folder, 'empty.mjs');
    await writeFile(module, 'export default 5;\n');
    for (const [name, message] of [
      [module, 'is to export by default'],
      [join(folder, 'nowhere.mjs'), 'cannot be loaded'],
    ] as const) {
      const choices = [{ name, file: undefined }];
      const error = await opened(choices, capture().context).catch((reason: unknown) => reason);
      expect((error as Error).message).to.include(message);
    }
  });
});

describe('reporter table', () => {
  for (const [name, about] of Object.entries(REPORTER_NAMES))
    it(`describes ${name} in a line`, () => {
      expect(about).to.match(/^[^\n]{5,70}$/);
    });
});

describe('a name that the user gave a target', () => {
  for (const name of ['tap', 'github'] as const)
    it(`stands for the target in ${name}`, async () => {
      const { context, text } = capture();
      await play(REPORTERS[name].run(context), [run({ label: 'staging' })]);
      expect(text()).to.include('staging').and.not.include('ftp://');
    });
});

describe('tap reporter', () => {
  const lines = async (...runs: Parameters<typeof play>[1]) => {
    const { context, text } = capture();
    await play(REPORTERS.tap.run(context), runs);
    return text().split('\n');
  };

  it('has a test point for each scenario and rule, and a plan that counts them', async () => {
    const points = (await lines(mixed(), run({ stopped: 'interrupted' }))).filter((line) =>
      /^(TAP|ok|not ok|1\.\.)/.test(line),
    );
    expect(points).to.deep.equal([
      'TAP version 14',
      'ok 1 - ftp://127.0.0.1:2121 passive/newest-listener-wins',
      'not ok 2 - ftp://127.0.0.1:2121 passive/failed',
      'not ok 3 - ftp://127.0.0.1:2121 active/port-20 # TODO warning: A second PASV replaces the first listener',
      'ok 4 - ftp://127.0.0.1:2121 tls/auth # SKIP needs TLS, and the server does not offer AUTH TLS',
      'not ok 5 - ftp://127.0.0.1:2121 transfer/abort',
      'ok 6 - ftp://127.0.0.1:2121 rules/line-end',
      'not ok 7 - ftp://127.0.0.1:2121 rules/one-completion',
      'ok 8 - ftp://127.0.0.1:2121 passive/newest-listener-wins',
      'ok 9 - ftp://127.0.0.1:2121 rules/line-end',
      'not ok 10 - ftp://127.0.0.1:2121 run/completed',
      '1..10',
    ]);
  });

  it('tells a scenario as soon as it is over', () => {
    const { context, text } = capture();
    const reporter = REPORTERS.tap.run(context);
    const result = mixed();
    reporter.runStart?.(startOf(result));
    reporter.scenarioEnd?.(result.target, result.scenarios[1]!);
    expect(text()).to.match(/^not ok 1 - \S+ passive\/failed$/m);
  });

  it('has several lines as several lines', async () => {
    expect((await lines(mixed())).join('\n')).to.match(
      /\n {2}explanation: \|2-\n {4}✗ fail {2}pas/,
    );
  });

  it('has the failure in a YAML block', async () => {
    const text = (await lines(mixed())).join('\n');
    const [, block = ''] = /^not ok 2 .*\n {2}---\n([^]*?)\n {2}\.\.\.$/m.exec(text) ?? [];
    const facts = parse(block) as Record<string, string>;
    expect(facts).to.include({ severity: 'fail', at: 'suites/passive.yaml:21' });
    expect(facts.message).to.include('connected in 3 ms');
    expect(facts.explanation).to.include('Expected:  the dial').and.include('--id passive/');
  });

  it('keeps hostile text within its test point', async () => {
    for (const text of HOSTILE) {
      const scenarios = [
        scenario({ id: text, outcome: 'fail', reason: text, transcript: [text] }),
        scenario({ id: text, outcome: 'skip', reason: text }),
      ];
      const points = (await lines(run({ target: text, scenarios }))).filter(
        (line) => !line.startsWith('  '),
      );
      expect(points.map((line) => line.split(' ')[0])).to.deep.equal([
        'TAP',
        'not',
        'ok',
        'ok',
        '1..3',
        '',
      ]);
      // the first # that is not escaped begins the directive
      expect(/(?<!\\)#(.*)/.exec(points[1] ?? '')).to.equal(null);
      expect(/(?<!\\)#(.*)/.exec(points[2] ?? '')?.[1]).to.match(/^ SKIP /);
    }
  });
});

describe('github reporter', () => {
  const printed = async (...runs: Parameters<typeof play>[1]) => {
    const { context, text } = capture();
    await play(REPORTERS.github.run(context), runs);
    return text().trimEnd().split('\n');
  };
  const annotations = async (...runs: Parameters<typeof play>[1]) =>
    (await printed(...runs)).filter((line) => /^::(?:error|warning) /.test(line));

  it('annotates failures and errors first, then warnings, at the line of the script', async () => {
    const heads = (await annotations(mixed())).map((line) => line.split('::')[1]);
    const on = ' on ftp%3A//127.0.0.1%3A2121';
    expect(heads).to.deep.equal([
      `error file=suites/passive.yaml,line=21,title=passive/failed${on}`,
      `error file=suites/passive.yaml,line=10,title=transfer/abort${on}`,
      `error title=rules/one-completion${on}`,
      `warning file=suites/passive.yaml,line=21,title=active/port-20${on}`,
    ]);
  });

  it('has the whole explanation in one command', async () => {
    const [first = ''] = await annotations(mixed());
    expect(first).to.include('%0A  Expected:  the dial').and.include('--id passive/newest');
  });

  it('annotates ten, says how many more there are, and has all in the log as groups', async () => {
    const scenarios = Array.from({ length: 25 }, (_, index) => failure({ id: `passive/${index}` }));
    const lines = await printed(run({ scenarios }));
    expect(lines.filter((line) => line.startsWith('::error '))).to.have.length(10);
    expect(lines.filter((line) => line.startsWith('::group::fail'))).to.have.length(25);
    expect(lines.at(-1)).to.equal('15 more annotations left out: GitHub shows 10');
  });

  it('has the verdict in the log of every run', async () => {
    expect(await printed(run())).to.deep.equal([
      'Testing ftp://127.0.0.1:2121',
      'ftp://127.0.0.1:2121: ✓ conforms: 2 passed, of 2',
    ]);
  });

  it('lets no text begin a command of its own', async () => {
    for (const text of HOSTILE) {
      const scenarios = [scenario({ id: text, outcome: 'fail', reason: text, file: text })];
      const lines = await printed(run({ target: text, scenarios }));
      const commands = lines.flatMap((line) => /^\s*::([\w-]+)/.exec(line)?.[1] ?? []);
      expect(commands).to.deep.equal(['group', 'endgroup', 'error']);
      const error = lines.find((line) => line.startsWith('::error '));
      const [, properties = ''] = /^::error (.*?)::/.exec(error ?? '') ?? [];
      expect(properties.split(',').map((one) => one.split('=')[0])).to.deep.equal([
        'file',
        'line',
        'title',
      ]);
    }
  });

  it('adds verdicts and a table of failures to the summary of the job, as text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ftpspec-summary-'));
    const file = join(folder, 'summary.md');
    const { context } = capture({ env: { LANG: 'C.UTF-8', GITHUB_STEP_SUMMARY: file } });
    const scenarios = HOSTILE.map((text) => failure({ id: text }));
    await play(REPORTERS.github.run(context), [run({ scenarios })]);
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(text).to.match(/^- \*\*ftp:\/\/127.0.0.1:2121\*\*: ✗ does not conform/m);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).to.have.length(HOSTILE.length + 2);
    for (const row of rows) expect(row).to.match(/^\|(?:[^|<>`]*\|){4}$/);
  });
});
