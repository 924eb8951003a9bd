import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonReport, JsonRun } from '../../src/report/run/json.ts';
import { type Ended, ftpspec, scratchFolder } from '../support/cli.ts';

/** Variables of parallel CI jobs, which the machine that runs the tests may have. */
const NO_PARALLEL_JOB = {
  CI_NODE_INDEX: '',
  JOB_COMPLETION_INDEX: '',
  CIRCLE_NODE_INDEX: '',
  BUILDKITE_PARALLEL_JOB: '',
};

const OUTCOMES = ['done', 'fail', 'warn', 'skip', 'done', 'fail', 'done', 'done'];
const SCRIPT = OUTCOMES.map(
  (verb, index) =>
    `- id: own/number-${index}\n  title: It does ${verb}\n  covers: [RFC959-4.2-EOL-1]\n` +
    `  exclusive: ${index > 5}\n  steps: [{ send: NOOP, expect: 200 }, { ${verb}: as told }]\n`,
).join('');

const LEDGER = `known:
  - { id: own/*, varies: [fail, pass, warn, skip], reason: They were made so. }
`;

describe('a run in parts', () => {
  const folder = scratchFolder();
  /** files of the events of both parts of one run */
  let halves: readonly string[] = [];
  const at = (name: string) => join(folder.path, name);
  const script = at('own.yaml');
  before(async () => {
    writeFileSync(script, SCRIPT);
    writeFileSync(at('ledger.yaml'), LEDGER);
    halves = await parts(own(), 'half', 2);
    for (const port of [1, 2]) {
      const path = at(`diagnosed-${port}.ndjson`);
      const files = ['--reporter', `events=${path}`, '--json', `${path}.json`];
      await ftpspec(['diagnose', `ftp://127.0.0.1:${port}`, ...files]);
    }
  });
  after(() => folder.remove());

  const run = async (
    words: readonly string[],
    name: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> =>
    await ftpspec(
      ['run', ...words, '--out', at(name), '--reporter', `events=${at(`${name}.ndjson`)}`],
      { env: { ...NO_PARALLEL_JOB, ...env } },
    );
  const own = (...words: string[]) => ['--scripts', script, '--seed', 's', ...words];
  const merge = (...words: string[]) => ftpspec(['merge', ...words]);
  const runIn = (path: string): JsonRun => {
    const { runs } = JSON.parse(readFileSync(path, 'utf8')) as JsonReport;
    expect(runs).to.have.length(1);
    return runs[0]!;
  };
  const ends = ({ scenarios }: JsonRun) =>
    scenarios.map(({ id, outcome, reason, problems, known }) => ({
      ...{ id, outcome, reason },
      problems: problems.length,
      known: known?.reason,
    }));
  /** Plays all parts. */
  const parts = async (
    words: readonly string[],
    name: string,
    total: number,
  ): Promise<string[]> => {
    const paths: string[] = [];
    for (let index = 1; index <= total; index++) {
      await run([...words, '--shard', `${index}/${total}`], `${name}-${index}`);
      paths.push(at(`${name}-${index}.ndjson`));
    }
    return paths;
  };

  it('is the whole suite, once merged: scenarios in their order, rules, verdict, status', async function () {
    this.timeout('15m');
    const words = ['--quick', '--seed', 's'];
    const whole = await run(words, 'whole');
    const paths = await parts(words, 'part', 3);
    const merged = await merge(...paths.reverse(), '--json', at('merged.json'));
    expect(merged.code).to.equal(whole.code);
    const [one, other] = [runIn(join(at('whole'), 'results.json')), runIn(at('merged.json'))];
    expect(ends(other)).to.deep.equal(ends(one));
    const rules = ({ rules }: JsonRun) => rules.map(({ id, outcome }) => ({ id, outcome }));
    expect(rules(other)).to.deep.equal(rules(one));
    expect(other).to.deep.include({
      totals: one.totals,
      extent: one.extent,
      stopped: null,
      notJudged: one.notJudged,
      server: one.server,
    });
    expect(merged.stdout).to.match(/✓ conforms in what was chosen/);
  });

  it('is dealt by how long scenarios took', async () => {
    await run(own(), 'earlier');
    const path = join(at('earlier'), 'results.json');
    const report = JSON.parse(readFileSync(path, 'utf8')) as {
      runs: { scenarios: { id: string; durationMs: number }[] }[];
    };
    for (const one of report.runs[0]!.scenarios)
      one.durationMs = one.id === 'own/number-3' ? 60_000 : 10;
    writeFileSync(path, JSON.stringify(report));
    await parts(own('--durations', path), 'dealt', 2);
    const sides = [1, 2].map((index) =>
      runIn(join(at(`dealt-${index}`), 'results.json'))
        .scenarios.map(({ id }) => id)
        .filter((id) => !/[67]$/.test(id)),
    );
    expect(sides).to.deep.include(['own/number-3']);
    expect(sides.flat()).to.have.length(6);
  });

  for (const [index, total, from] of [
    ['CI_NODE_INDEX', 'CI_NODE_TOTAL', 1],
    ['JOB_COMPLETION_INDEX', 'JOB_COMPLETION_TOTAL', 0],
  ] as const)
    it(`is told by ${index}, which counts from ${from}`, async () => {
      for (const number of [1, 2]) {
        const env = { [index]: String(number - 1 + from), [total]: '2' };
        const { stderr } = await run(own(), 'told', env);
        expect(stderr).to.match(/^ftpspec: plays part \d\/2, as \w+=\d and \w+=2 say; /);
        const said = runIn(join(at(`half-${number}`), 'results.json'));
        expect(ends(runIn(join(at('told'), 'results.json')))).to.deep.equal(ends(said));
      }
      const whole = await run(own('--shard', '1/1'), 'told', { [index]: '1', [total]: '2' });
      expect(whole.stderr).to.equal('');
      expect(runIn(join(at('told'), 'results.json')).scenarios).to.have.length(OUTCOMES.length);
    });

  it('plays all where a variable that it needs is missing, and says so', async () => {
    const { stderr } = await run(own(), 'lone', { JOB_COMPLETION_INDEX: '0' });
    expect(stderr).to.match(/JOB_COMPLETION_TOTAL is not, so that all is played here/);
    expect(runIn(join(at('lone'), 'results.json')).scenarios).to.have.length(OUTCOMES.length);
  });

  for (const text of ['5/4', '0/4', 'a/b'])
    it(`cannot be --shard ${text}`, async () => {
      const { code, stderr } = await ftpspec(['run', `--shard=${text}`]);
      expect(stderr).to.match(/^ftpspec: --shard \S+ is no part; write I\/N.*\n$/);
      expect(code).to.equal(2);
    });

  it('cannot be what variables say that make no sense', async () => {
    const env = { CI_NODE_INDEX: '5', CI_NODE_TOTAL: '4' };
    const { code, stderr } = await run(own(), 'senseless', env);
    expect(stderr).to.match(/CI_NODE_INDEX=5 and CI_NODE_TOTAL=4 is no part/);
    expect(code).to.equal(2);
  });

  it('is held against a ledger as a whole', async () => {
    const known = ['--ledger', at('ledger.yaml')];
    const whole = await run(own(...known), 'known');
    expect(whole.code).to.equal(0);
    const [one] = [runIn(join(at('known'), 'results.json'))];
    const apart = await parts(own(...known), 'knowing', 2);
    for (const words of [[...halves, ...known], [...apart, ...known], apart]) {
      const merged = await merge(...words, '--json', at('known.json'));
      expect(merged.code, merged.stdout).to.equal(0);
      expect(ends(runIn(at('known.json')))).to.deep.equal(ends(one));
    }
    writeFileSync(
      at('stale.yaml'),
      `${LEDGER}  - { id: rules/line-ends, outcome: fail, reason: Once. }\n`,
    );
    const stale = await merge(...apart, '--ledger', at('stale.yaml'));
    expect(stale.stdout).to.match(/rules\/line-ends: known to fail, but passes/);
    expect(stale.code).to.equal(1);
  });

  describe('of which something is lost', () => {
    let first = '';
    before(() => (first = readFileSync(halves[0]!, 'utf8')));

    const cutAt = (length: number): string => {
      writeFileSync(at('cut.ndjson'), first.slice(0, length));
      return at('cut.ndjson');
    };

    it('holds what is told, says that it ends in the middle, and is not judged', async () => {
      const lines = first.split('\n');
      const upTo = lines.findIndex((line) => line.includes('"scenarioEnd"')) + 1;
      const cut = cutAt(lines.slice(0, upTo + 1).join('\n').length + 20);
      const { code, stderr } = await merge(cut, halves[1]!, '--json', at('cut.json'));
      expect(stderr).to.match(
        /^ftpspec: \S+cut\.ndjson ends in the middle: it tells of \d of \d scenarios, which are merged\n$/,
      );
      expect(code).to.equal(3);
      const { scenarios, stopped } = runIn(at('cut.json'));
      expect(scenarios.length).to.be.within(1, OUTCOMES.length - 1);
      expect(stopped).to.match(/cut\.ndjson ends in the middle; \d+ scenarios? not told: own\//);
    });

    it('never breaks, wherever a file ends', async () => {
      const lengths = Array.from({ length: 4 }, (_, fifth) =>
        Math.floor((first.length * (fifth + 1)) / 5),
      );
      for (const length of lengths) {
        const { code, stderr } = await merge(cutAt(length), halves[1]!);
        expect(stderr).to.match(/cut\.ndjson ends in the middle/);
        expect(code).to.equal(3);
      }
    });

    it('says which parts are missing', async () => {
      const { code, stdout } = await merge(halves[1]!, '--reporter', 'quiet');
      expect(stdout).to.match(/stopped: 1 part of 2 missing: 1; \d+ scenarios not told/);
      expect(code).to.equal(3);
    });
  });

  describe('with files that are no parts of one', () => {
    before(async () => {
      await run(own('--shard', '1/3'), 'third');
    });
    const start = (format: number) =>
      `{"event":"start","format":${format},"tool":{"name":"ftpspec","version":"9.9.9"}}\n`;

    for (const [what, files, sentence] of [
      [
        'one twice',
        ['half-1.ndjson', 'half-1.ndjson'],
        /own\/number-\d is told in \S+ and in \S+; /,
      ],
      ['of two wholes', ['half-1.ndjson', 'third.ndjson'], /is (told in|part 1 of 2 and)/],
      ['of another format', [start(2)], /has format 2, and this version reads format 1; use the/],
      [
        'results, which rules cannot be added up from',
        ['half-1/results.json'],
        /results\.json tells how rules ended, not on what; merge joins .* --reporter events=FILE/,
      ],
      [
        'findings of another format',
        ['{"format":2,"tool":{},"diagnoses":[]}'],
        /has format 2, and this version reads format 1; use the/,
      ],
      [
        'findings that lack something',
        ['{"format":1,"tool":{},"diagnoses":[{}]}'],
        /holds no findings of `ftpspec diagnose` \(tool/,
      ],
      ['no JSON', ['hello\n'], /:1: this line is no event/],
      ['no events', ['{"event":"hello"}\n'], /:1: this is no file of events/],
      [
        'an event that lacks something',
        [`${start(1)}{"event":"runStart"}\n`],
        /:2: this event is not as/,
      ],
      [
        'an event without a start',
        [`${start(1)}{"event":"reached","target":"a","server":"","place":"plain ipv4","jobs":1}\n`],
        /:2: a has an event before its start/,
      ],
      [
        'of half a diagnosis',
        [`${start(1)}{"event":"targetEnd","diagnosis":{}}\n`],
        /:2: this event is not as/,
      ],
      [
        'of a run and a diagnosis',
        ['half-1.ndjson', 'diagnosed-1.ndjson'],
        /diagnosed-1.ndjson holds diagnoses, and others hold runs; merge each kind on its own/,
      ],
      ['empty', ['\n'], /:1: this line is no event/],
      ['nothing', [''], /nothing was begun before this ends/],
      ['not there', ['missing.ndjson'], /the file \S+ cannot be read/],
    ] as const)
      it(`answers ${what} with one sentence and status 2`, async () => {
        const paths = files.map((file, index) => {
          if (/\.(?:nd)?json$/.test(file)) return at(file);
          writeFileSync(at(`made-${index}`), file);
          return at(`made-${index}`);
        });
        const { code, stdout, stderr } = await merge(...paths);
        expect(stderr).to.match(sentence);
        expect(stderr.split('\n')).to.have.length(2);
        expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      });
  });

  it('joins diagnoses, each as it was, with their status, and says where some are missing', async () => {
    const paths = [1, 2].map((index) => at(`diagnosed-${index}.ndjson`));
    const json = paths.map((path) => `${path}.json`);
    const read = (path: string) =>
      (JSON.parse(readFileSync(path, 'utf8')) as { diagnoses: unknown[] }).diagnoses;
    const merged = ['--json', at('diagnoses.json'), '--reporter', 'quiet'];
    for (const files of [paths, json, [paths[0]!, json[1]!]]) {
      const { code, stdout } = await merge(...files, ...merged);
      expect(read(at('diagnoses.json'))).to.deep.equal(json.flatMap(read));
      expect(stdout.trim().split('\n')).to.have.length(2);
      expect(code).to.equal(3);
    }
    const cut = at('cut-diagnosis.ndjson');
    writeFileSync(cut, readFileSync(paths[0]!, 'utf8').split('\n').slice(0, 2).join('\n') + '\n');
    const { stderr } = await merge(cut, '--reporter', 'quiet');
    expect(stderr).to.equal(
      `ftpspec: ${cut} ends in the middle: of 1 target it tells, and that is merged\n`,
    );
  });

  it('goes through any reporter, and can be merged again', async () => {
    const names = ['junit', 'html', 'tap', 'github', 'json', 'events', 'dots', 'quiet'];
    const merged = await merge(
      ...halves,
      ...names.flatMap((name) => ['--reporter', `${name}=${at(`any.${name}`)}`]),
    );
    expect(merged.code).to.equal(1);
    for (const name of names)
      expect(readFileSync(at(`any.${name}`), 'utf8'), name).to.not.equal('');
    await merge(at('any.events'), '--json', at('again.json'));
    expect(runIn(at('again.json'))).to.deep.equal(runIn(at('any.json')));
  });
});
