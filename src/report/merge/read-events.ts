import { z } from 'zod';
import type { Diagnosis } from '../../diagnose/index.ts';
import type { Reached, RunStart, Seen } from '../../runner/events.ts';
import type { RunResult, ScenarioResult } from '../../runner/results.ts';
import { diagnosisOf } from '../diagnosis/json.ts';
import { ensureFormat, ResultsError } from '../read-results.ts';
import { EVENTS } from '../results-schema.ts';
import { fromJson } from '../common/json.ts';

/** What one file tells of one target. */
export interface Part {
  readonly path: string;
  readonly start: RunStart;
  readonly reached: Reached | undefined;
  readonly seen: readonly Seen[];
  readonly scenarios: readonly ScenarioResult[];
  /** without its scenarios; undefined where the file ends before that */
  readonly end: RunResult | undefined;
}

/** What one file of events tells. */
export interface EventFile {
  readonly path: string;
  readonly parts: readonly Part[];
  /** of `diagnose`, which has no parts */
  readonly diagnoses: readonly Diagnosis[];
  /** targets that `diagnose` was interrupted before */
  readonly unexamined: readonly string[];
  /** it ends in the middle: whoever wrote it was ended */
  readonly isCut: boolean;
}

/** A part, while it is read. */
type Growing = { -readonly [Key in keyof Part]: Part[Key] } & {
  readonly seen: Seen[];
  readonly scenarios: ScenarioResult[];
};

const LINE = z.looseObject({ event: z.string() });

/** Reads what `--reporter events` wrote, as far as it goes. @throws ResultsError */
export function readEvents(text: string, path: string): EventFile {
  const lines = text.split('\n');
  // What stands behind the last line end was not written to its end.
  lines.pop();
  const parts = new Map<string, Growing>();
  const diagnoses: Diagnosis[] = [];
  const unexamined: string[] = [];
  let isCut = true;
  for (const [index, line] of lines.entries()) {
    const at = `${path}:${index + 1}`;
    const value = parsed(line, at);
    const { event } = value;
    if (index === 0 && event !== 'start')
      throw new ResultsError(`${at}: this is no file of events: the first is to be "start"`);
    if (index === 0) ensureFormat(value, path);
    if (event === 'targetEnd')
      diagnoses.push(diagnosisOf(checked(EVENTS.targetEnd, value, at).diagnosis));
    if (event === 'end') {
      isCut = false;
      unexamined.push(...checked(EVENTS.end, value, at).unexamined);
    }
    take(parts, value, path, at);
  }
  return { path, parts: [...parts.values()], diagnoses, unexamined, isCut };
}

function parsed(line: string, at: string): z.output<typeof LINE> {
  try {
    return LINE.parse(JSON.parse(line));
  } catch (error) {
    throw new ResultsError(`${at}: this line is no event`, { cause: error });
  }
}

function take(parts: Map<string, Growing>, value: object, path: string, at: string): void {
  const { event } = value as z.output<typeof LINE>;
  const partOf = (target: string): Growing => {
    const part = parts.get(target);
    if (!part) throw new ResultsError(`${at}: ${target} has an event before its start`);
    return part;
  };
  switch (event) {
    case 'runStart': {
      const start = fromJson<RunStart>(checked(EVENTS.runStart, value, at));
      if (parts.has(start.target))
        throw new ResultsError(`${at}: ${start.target} starts a second time`);
      const rest = { reached: undefined, seen: [], scenarios: [], end: undefined };
      parts.set(start.target, { path, start, ...rest });
      return;
    }
    case 'reached': {
      const reached = checked(EVENTS.reached, value, at);
      partOf(reached.target).reached = reached;
      return;
    }
    case 'rulesSeen': {
      const seen = checked(EVENTS.rulesSeen, value, at);
      partOf(seen.target).seen.push(seen);
      return;
    }
    case 'scenarioEnd': {
      const { target, scenario } = checked(EVENTS.scenarioEnd, value, at);
      partOf(target).scenarios.push(fromJson<ScenarioResult>(scenario));
      return;
    }
    case 'runEnd': {
      const { run } = checked(EVENTS.runEnd, value, at);
      const part = partOf(run.target);
      part.end = fromJson<RunResult>(run);
      return;
    }
  }
}

/** @throws ResultsError for an event that lacks something */
function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ResultsError(
    `${at}: this event is not as ftpspec writes it (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
  );
}
