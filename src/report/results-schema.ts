import { z } from 'zod';
import { LEVELS } from '../catalogue/requirements.ts';
import { PLACES } from '../ledger/places.ts';
import { OUTCOMES } from '../runner/results.ts';
import { RISKS } from '../scenario/risks.ts';
import { FORMAT } from './common/json.ts';

const outcome = z.enum(OUTCOMES);
const text = z.string();
const count = z.int().min(0);
const instant = z.iso.datetime();
const absentOr = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

const where = z.object({ file: text, line: count, column: count, excerpt: text });

const problem = z.object({
  outcome: z.enum(['warn', 'fail', 'error']),
  expected: text,
  actual: text,
  requirement: absentOr(z.object({ id: text, section: text, text })),
  ruling: absentOr(text),
  where: absentOr(where),
});

const known = z.object({
  reason: text,
  line: count,
  requirement: absentOr(text),
  issue: absentOr(text),
});

const judged = {
  ...{ id: text, title: text, covers: z.array(text), level: z.enum(LEVELS), outcome, reason: text },
  known: absentOr(known),
};

const scenario = z.object({
  ...judged,
  suite: text,
  risk: z.enum(RISKS),
  startedAt: instant,
  durationMs: z.number(),
  file: text,
  line: count,
  problems: z.array(problem),
  info: z.array(text),
  transcript: z.array(text),
  turns: z.array(outcome).default([]),
  rerun: text,
});

/** Of a problem, which a pass and a skip have not. */
const ruleOutcome = z.enum(['warn', 'fail']);

const rule = z.object({
  ...judged,
  exchanges: count,
  problems: z.array(
    z.object({ scenario: text, outcome: ruleOutcome, expected: text, actual: text, command: text }),
  ),
  unlisted: count,
});

const run = z.object({
  target: text,
  label: text,
  server: text,
  startedAt: instant,
  durationMs: z.number(),
  seed: text,
  jobs: count,
  stopped: absentOr(text),
  waitedLess: z.array(text),
  extent: z.enum(['whole', 'chosen', 'part']),
  notJudged: z.array(z.object({ cause: text, scenarios: z.array(text), musts: count })),
  ledger: absentOr(
    z.object({
      file: text,
      place: z.enum(PLACES),
      problems: z.array(z.object({ id: text, line: absentOr(count), reason: text })),
    }),
  ),
  leftovers: z.array(z.object({ name: text, reply: text })),
  scenarios: z.array(scenario),
  rules: z.array(rule),
  totals: z.record(z.enum([...OUTCOMES, 'known']), count),
});

const diagnosis = z.object({
  target: text,
  verdict: z.enum(['healthy', 'degraded', 'broken', 'interrupted']),
  judged: z.boolean(),
  product: absentOr(text),
  interrupted: z.boolean(),
  startedAt: instant,
  durationMs: z.number(),
  findings: z.array(
    z.object({
      code: text,
      severity: z.enum(['broken', 'degraded', 'note']),
      confidence: z.number().min(0).max(1),
      observed: z.boolean(),
      stage: text,
      summary: text,
      notice: text,
      now: z.array(text),
      evidence: z.array(text),
      remedies: z.array(z.object({ for: text, change: text })),
      tellApart: absentOr(text),
    }),
  ),
  stages: z.array(
    z.object({
      stage: text,
      state: z.enum(['ok', 'partly', 'failed', 'left out']),
      ms: absentOr(z.number()),
      detail: text,
    }),
  ),
  path: z.object({
    client: text,
    server: z.object({ host: text, port: count }),
    lines: z.array(
      z.object({
        what: z.enum(['control', 'passive data', 'active data']),
        direction: z.enum(['to the server', 'to the client']),
        reach: z.enum(['through', 'stops between', 'stops at the end', 'untried']),
        ports: text,
        note: text,
      }),
    ),
  }),
  otherEnd: absentOr(z.array(text)),
  probes: z.array(z.looseObject({ description: text })),
});

const head = { format: z.literal(FORMAT), tool: z.object({ name: text, version: text }) };

/** results.json of `run`. Later versions of this format only add. */
export const RUNS = z.object({ ...head, runs: z.array(run) });

/** What `diagnose --json` writes. */
export const DIAGNOSES = z.object({ ...head, diagnoses: z.array(diagnosis) });

const ruleProblem = rule.shape.problems.element;

/** A line of the events of `run` and `diagnose`, by its `event`. Those that merging has no use for are not here. */
export const EVENTS = {
  runStart: z.object({
    target: text,
    label: text,
    seed: text,
    startedAt: instant,
    isSelection: z.boolean(),
    scenarios: count,
    shard: absentOr(z.object({ index: count.min(1), total: count.min(1) })),
    planned: z.array(text),
  }),
  reached: z.object({ target: text, server: text, place: z.enum(PLACES), jobs: count }),
  rulesSeen: z.object({
    target: text,
    scenario: text,
    rules: z.array(
      z.object({
        id: text,
        exchanges: count,
        groups: z.array(
          z.object({
            unless: text,
            outcome: ruleOutcome,
            problems: z.array(ruleProblem),
            unlisted: count,
          }),
        ),
        shown: z.array(text),
      }),
    ),
  }),
  scenarioEnd: z.object({ target: text, scenario }),
  runEnd: z.object({ run }),
  targetEnd: z.object({ diagnosis }),
  end: z.object({ unexamined: z.array(text).default([]) }),
} as const;

/** A diagnosis, read from a file. */
export type ReadDiagnosis = z.output<typeof diagnosis>;

/** A run, read from a file. */
export type ReadRun = z.output<typeof run>;

/** Of both, for other readers: catalogue/results.schema.json. */
export function resultsJsonSchema(): object {
  return {
    title: 'Results of ftpspec run and ftpspec diagnose',
    ...z.toJSONSchema(z.union([RUNS, DIAGNOSES]), { io: 'input' }),
  };
}
