import { notJudged } from '../../../src/runner/not-judged.ts';
import type { Diagnosis } from '../../../src/diagnose/index.ts';
import type { RunStart } from '../../../src/runner/events.ts';
import type {
  Problem,
  RuleResult,
  RunResult,
  ScenarioResult,
} from '../../../src/runner/results.ts';
import { totals } from '../../../src/runner/to-result.ts';

const STARTED = new Date('2026-01-02T03:04:05.678Z');

export function scenario(parts: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    id: 'passive/newest-listener-wins',
    title: 'A second PASV replaces the first listener',
    suite: 'passive',
    level: 'MUST',
    risk: 'safe',
    covers: ['RFC959-3.2-PASV-15'],
    outcome: 'pass',
    reason: '',
    known: undefined,
    startedAt: STARTED,
    durationMs: 204.5,
    file: 'suites/passive.yaml',
    line: 10,
    problems: [],
    info: [],
    transcript: ['  0.001 main < 220 ready\\r\\n', '  0.002 main > PASV\\r\\n'],
    turns: [],
    rerun: 'ftpspec run ftp://127.0.0.1:2121 --id passive/newest-listener-wins',
    ...parts,
  };
}

export function problem(parts: Partial<Problem> = {}): Problem {
  return {
    outcome: 'fail',
    expected: 'the dial of the first listener is refused or closed',
    actual: 'connected in 3 ms, and the connection stayed open for 2 s',
    requirement: {
      id: 'RFC959-3.2-PASV-15',
      section: '3.2',
      text: 'A second PASV makes the server listen anew; the listener of the first is closed.',
    },
    ruling: 'R41',
    where: {
      file: 'suites/passive.yaml',
      line: 21,
      column: 13,
      excerpt: '21 |     - dial: $first\n   |             ^\n',
    },
    ...parts,
  };
}

/** A scenario that failed, with everything that one can have. */
export function failure(parts: Partial<ScenarioResult> = {}): ScenarioResult {
  return scenario({
    outcome: 'fail',
    reason: 'the first listener still answers',
    problems: [problem()],
    info: ['passive 127.0.0.1:50021: reachable in 3 ms'],
    transcript: [
      '  0.001 main  < 220 ready\\r\\n',
      '  0.002 main  > PASV\\r\\n',
      '  0.003 main  < 227 Entering Passive Mode (127,0,0,1,195,101)\\r\\n',
      '  0.004 first * dial 127.0.0.1:50021: connected',
    ],
    ...parts,
  });
}

export function rule(parts: Partial<RuleResult> = {}): RuleResult {
  return {
    id: 'rules/line-end',
    title: 'Every line of a reply ends in CRLF',
    covers: ['RFC959-4.2-FMT-1'],
    level: 'MUST',
    outcome: 'pass',
    reason: '',
    known: undefined,
    exchanges: 512,
    problems: [],
    unlisted: 0,
    ...parts,
  };
}

/** A run whose totals are those of its scenarios and rules. */
export function run(parts: Partial<RunResult> = {}): RunResult {
  const { scenarios = [scenario()], rules = [rule()] } = parts;
  return {
    target: 'ftp://127.0.0.1:2121',
    label: '127.0.0.1',
    server: '220 ready',
    startedAt: STARTED,
    durationMs: 12_345,
    seed: '8c1f',
    jobs: 4,
    stopped: undefined,
    waitedLess: [],
    ledger: undefined,
    leftovers: [],
    notJudged: notJudged(scenarios),
    extent: 'whole',
    ...parts,
    scenarios,
    rules,
    totals: totals([...scenarios, ...rules]),
  };
}

/** What was told of a run when it began. */
export function startOf({ scenarios, ...known }: RunResult): RunStart {
  const { target, label, seed, startedAt } = known;
  const planned = scenarios.map(({ id }) => id);
  const told = { isSelection: false, shard: undefined, planned, scenarios: planned.length };
  return { target, label, seed, startedAt, ...told };
}

/** One scenario of each outcome, and a broken rule. */
export function mixed(parts: Partial<RunResult> = {}): RunResult {
  return run({
    scenarios: [
      scenario(),
      failure({ id: 'passive/failed' }),
      scenario({
        id: 'active/port-20',
        suite: 'active',
        outcome: 'warn',
        level: 'CONVENTION',
        problems: [
          problem({
            outcome: 'warn',
            expected: 'a data connection from port 20',
            actual: 'one from port 40123',
          }),
        ],
      }),
      scenario({
        id: 'tls/auth',
        suite: 'tls',
        outcome: 'skip',
        reason: 'needs TLS, and the server does not offer AUTH TLS',
      }),
      scenario({
        id: 'transfer/abort',
        suite: 'transfer',
        outcome: 'error',
        reason: 'the set-up could not upload big.bin: 552 Quota exceeded',
      }),
    ],
    rules: [
      rule(),
      rule({
        id: 'rules/one-completion',
        title: 'A command draws exactly one completion',
        outcome: 'fail',
        problems: ['NOOP', 'LIST', 'ABOR', ''].map((command, index) => ({
          scenario: `transfer/number-${index}`,
          outcome: 'fail',
          expected: 'one completion',
          actual: 'two: 226, 226',
          command,
        })),
      }),
    ],
    ...parts,
  });
}

/** A target with one finding. */
export function diagnosis(parts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    target: 'ftp://127.0.0.1:2121',
    verdict: 'broken',
    judged: true,
    product: 'vsftpd',
    otherEnd: undefined,
    findings: [
      {
        title: 'The passive ports are filtered',
        observed: false,
        notice: 'Your client hangs at LIST.',
        now: ['use active mode'],
        code: 'helper-missing',
        severity: 'broken',
        confidence: 0.9,
        stage: 'passive dial',
        summary: 'no helper opens the data ports',
        evidence: ['PASV → "227 (127,0,0,1,195,101)"'],
        remedies: [{ for: 'Linux', change: 'load nf_conntrack_ftp' }],
        tellApart: undefined,
      },
    ],
    stages: [
      { stage: 'connect', state: 'ok', ms: 3, detail: 'connected' },
      { stage: 'passive dial', state: 'failed', ms: 5000, detail: 'no answer' },
      { stage: 'transfer', state: 'left out', ms: undefined, detail: '' },
    ],
    path: {
      client: '127.0.0.1',
      server: { host: '127.0.0.1', port: 2121 },
      lines: [
        {
          what: 'passive data',
          direction: 'to the server',
          reach: 'stops between',
          ports: '50021',
          note: 'no answer',
        },
      ],
    },
    probes: [],
    startedAt: STARTED,
    durationMs: 6000,
    interrupted: false,
    ...parts,
  };
}
