import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { runFormats } from '../../../src/report/formats.ts';
import { REPORTERS } from '../../../src/report/index.ts';
import { reportTo, toFile } from '../../../src/report/multiplex.ts';
import { mixed, run, scenario } from './fixtures.ts';
import { capture, HOSTILE, play } from './output.ts';

describe('reportTo', () => {
  it('passes every event on, in the order of the reporters', async () => {
    const seen: string[] = [];
    const spy = (name: string) => ({
      runStart: () => void seen.push(`${name} runStart`),
      scenarioStart: () => void seen.push(`${name} scenarioStart`),
      scenarioEnd: () => void seen.push(`${name} scenarioEnd`),
      runEnd: () => void seen.push(`${name} runEnd`),
      finish: () => Promise.resolve(void seen.push(`${name} finish`)),
    });
    await play(reportTo([spy('a'), {}, spy('b')]), [run()]);
    const events = ['runStart', 'scenarioStart', 'scenarioEnd', 'runEnd', 'finish'];
    expect(seen).to.deep.equal(events.flatMap((event) => [`a ${event}`, `b ${event}`]));
  });

  it('lets all finish when one cannot, and then says why', async () => {
    const { context, text } = capture();
    const broken = { finish: () => Promise.reject(new Error('disk full')) };
    const reporter = reportTo([broken, REPORTERS.tap.run(context)]);
    const error = await play(reporter, [run()]).catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal('disk full');
    expect(text()).to.match(/^1\.\.2$/m);
  });
});

describe('file reporters', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-reporters-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('write when all is done, and the console then tells where', async () => {
    const written: string[] = [];
    const { context, text } = capture({ columns: 500, written });
    const paths = [join(folder, 'out/junit.xml'), join(folder, 'out/results.json')] as const;
    const reporters = [
      toFile(paths[0], runFormats.junit({ strict: true }), written),
      toFile(paths[1], runFormats.json, written),
      REPORTERS.pretty.run(context),
    ];
    await play(reportTo(reporters), [mixed()]);
    expect(await readFile(paths[0], 'utf8')).to.include('failures="3"');
    expect(await readFile(paths[1], 'utf8')).to.include('"target": "ftp://127.0.0.1:2121"');
    expect(text()).to.include(`reports  ${paths.join(', ')}\n`);
  });

  it('are not told of when they could not be written', async () => {
    const written: string[] = [];
    const { context, text } = capture({ written });
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file/junit.xml');
    const reporter = reportTo([
      toFile(path, runFormats.junit({}), written),
      REPORTERS.pretty.run(context),
    ]);
    const error = await play(reporter, [run()]).catch((reason: unknown) => reason);
    expect((error as Error).message).to.include('cannot be written');
    expect(text()).to.include('conforms').and.not.include('junit.xml');
  });
});

describe('reporter table', () => {
  for (const [name, { about }] of Object.entries(REPORTERS))
    it(`describes ${name} in a line`, () => {
      expect(about).to.match(/^[^\n]{5,70}$/);
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
      'ok 3 - ftp://127.0.0.1:2121 active/port-20',
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
  const annotations = async (...runs: Parameters<typeof play>[1]) => {
    const { context, text } = capture();
    await play(REPORTERS.github.run(context), runs);
    return text().trimEnd().split('\n');
  };

  it('annotates failures and errors as errors, warnings as warnings, at the line of the script', async () => {
    const heads = (await annotations(mixed())).map((line) => line.split('::')[1]);
    const on = ' on ftp%3A//127.0.0.1%3A2121';
    expect(heads).to.deep.equal([
      `error file=suites/passive.yaml,line=21,title=passive/failed${on}`,
      `warning file=suites/passive.yaml,line=21,title=active/port-20${on}`,
      `error file=suites/passive.yaml,line=10,title=transfer/abort${on}`,
      `error title=rules/one-completion${on}`,
    ]);
  });

  it('has the whole explanation in one command', async () => {
    const [first = ''] = await annotations(mixed());
    expect(first).to.include('%0A  Expected:  the dial').and.include('--id passive/newest');
  });

  it('says nothing of a run without failures', async () => {
    expect(await annotations(run())).to.deep.equal(['']);
  });

  it('lets no text begin a command of its own', async () => {
    for (const text of HOSTILE) {
      const scenarios = [scenario({ id: text, outcome: 'fail', reason: text, file: text })];
      const lines = await annotations(run({ target: text, scenarios }));
      expect(lines).to.have.length(1);
      const [, properties = ''] = /^::error (.*?)::/.exec(lines[0] ?? '') ?? [];
      expect(properties.split(',').map((one) => one.split('=')[0])).to.deep.equal([
        'file',
        'line',
        'title',
      ]);
    }
  });
});
