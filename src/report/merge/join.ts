import { Expectations } from '../../ledger/judge.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Reached, RunStart, Seen } from '../../runner/events.ts';
import { extentOf, notJudged } from '../../runner/not-judged.ts';
import type { LedgerResult, RuleResult, RunResult, ScenarioResult } from '../../runner/results.ts';
import { Tally } from '../../runner/tally.ts';
import { totals, wasPlayed } from '../../runner/to-result.ts';
import { ResultsError } from '../read-results.ts';
import { areTold } from '../run/names.ts';
import { groupBy } from '../common/groups.ts';
import { count } from '../common/text.ts';
import type { EventFile, Part } from './read-events.ts';

/** A run, put together from its parts. */
export interface Joined {
  readonly start: RunStart;
  /** undefined where no part came so far */
  readonly reached: Reached | undefined;
  readonly seen: readonly Seen[];
  readonly result: RunResult;
}

/**
 * Joins the parts of each run: what the shards of one label tell, or what is told of one target.
 * @param ledger is held against the whole; without it, what the parts held against theirs stays
 * @throws ResultsError for what are no parts of one run
 */
export function join(files: readonly EventFile[], ledger: Ledger | undefined): Joined[] {
  const keyed = files.flatMap(({ parts }) => {
    const isTold = areTold(parts.map(({ start }) => start));
    return parts.map((part) => {
      const { label, target, shard } = part.start;
      // Each machine may have started the server anew, on another port.
      return { part, key: shard && isTold ? `label ${label}` : `target ${target}` };
    });
  });
  return [...groupBy(keyed, ({ key }) => key).values()].map((group) =>
    joined(
      group.map(({ part }) => part),
      ledger,
    ),
  );
}

function joined(parts: readonly Part[], ledger: Ledger | undefined): Joined {
  const [first] = parts;
  if (!first) throw new ResultsError('there are no parts to join');
  ensureApart(parts);
  const planned = [...new Set(parts.flatMap(({ start }) => start.planned))];
  const told = new Map(parts.flatMap((part) => part.scenarios.map((one) => [one.id, one])));
  const tally = new Tally();
  for (const { seen } of parts) for (const { rules } of seen) tally.add(rules);
  const startedAt = new Date(Math.min(...parts.map(({ start }) => start.startedAt.getTime())));
  const isSelection = parts.some(({ start }) => start.isSelection);
  const stopped = whyNotWhole(parts, planned, told);
  const scenarios = planned.flatMap((id) => told.get(id) ?? []);
  const seeds = [...new Set(parts.map(({ start }) => start.seed))].join(', ');
  const judged = held(parts, { scenarios, rules: tally.results() }, ledger, {
    isWhole: !isSelection && stopped === undefined,
  });
  const skipped = notJudged(judged.scenarios);
  const ends = parts.flatMap(({ end }) => end ?? []);
  const { target, label } = first.start;
  const start = { target, label, seed: seeds, startedAt, isSelection, shard: undefined };
  const reached = reachedBy(parts);
  return {
    start: { ...start, planned, scenarios: planned.length },
    reached: reached && { ...reached, target },
    seen: parts.flatMap(({ seen }) => seen.map((one) => ({ ...one, target }))),
    result: {
      target,
      label,
      server: reached?.server ?? '',
      startedAt,
      durationMs: Math.max(...parts.map(endOf)) - startedAt.getTime(),
      seed: seeds,
      jobs: reached?.jobs ?? 0,
      ...judged,
      totals: totals([...judged.scenarios, ...judged.rules]),
      notJudged: skipped,
      extent: extentOf(scenarios, skipped, isSelection || stopped !== undefined),
      stopped,
      waitedLess: [...new Set(ends.flatMap(({ waitedLess }) => waitedLess))],
      leftovers: ends.flatMap(({ leftovers }) => leftovers),
    },
  };
}

/** @throws ResultsError where a scenario is told twice, or shards are of different wholes */
function ensureApart(parts: readonly Part[]): void {
  const paths = new Map<string, string>();
  for (const { path, scenarios } of parts)
    for (const { id } of scenarios) {
      const other = paths.get(id);
      if (other !== undefined)
        throw new ResultsError(
          `${id} is told in ${other} and in ${path}; merge joins parts of one run, each of them once`,
        );
      paths.set(id, path);
    }
  const [first] = parts;
  const odd = parts.find(({ start }) => start.shard?.total !== first?.start.shard?.total);
  if (first && odd)
    throw new ResultsError(
      `${first.path} is ${shardName(first)} and ${odd.path} is ${shardName(odd)}; merge joins parts of one run`,
    );
}

function shardName({ start: { shard } }: Part): string {
  return shard ? `part ${shard.index} of ${shard.total}` : 'no part';
}

/** Why the parts are not the whole, in a sentence; undefined where they are. */
function whyNotWhole(
  parts: readonly Part[],
  planned: readonly string[],
  told: ReadonlyMap<string, unknown>,
): string | undefined {
  const total = parts[0]?.start.shard?.total ?? 0;
  const there = parts.map(({ start }) => start.shard?.index);
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter(
    (index) => !there.includes(index),
  );
  const lacking = planned.filter((id) => !told.has(id));
  const reasons = [
    ...(missing.length > 0
      ? [`${count(missing.length, 'part')} of ${total} missing: ${missing.join(', ')}`]
      : []),
    ...parts.flatMap((part) => (part.end ? [] : [`${part.path} ends in the middle`])),
    ...parts.flatMap(({ path, end }) =>
      end?.stopped === undefined ? [] : [`${path}: ${end.stopped}`],
    ),
    ...(lacking.length > 0
      ? [`${count(lacking.length, 'scenario')} not told: ${some(lacking)}`]
      : []),
  ];
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}

/** How many ids are named. */
const NAMED = 5;

function some(ids: readonly string[]): string {
  const more = ids.length > NAMED ? ', …' : '';
  return `${ids.slice(0, NAMED).join(', ')}${more}`;
}

/** When a part was over, or what is told of it, in milliseconds since 1970. */
function endOf({ start, scenarios, end }: Part): number {
  const over = (one: { readonly startedAt: Date; readonly durationMs: number }) =>
    one.startedAt.getTime() + one.durationMs;
  return end ? over(end) : Math.max(start.startedAt.getTime(), ...scenarios.map(over));
}

/** What the first found before its first scenario, with the jobs of all. */
function reachedBy(parts: readonly Part[]): Reached | undefined {
  const all = parts.flatMap(({ reached }) => reached ?? []);
  const jobs = all.reduce((sum, one) => sum + one.jobs, 0);
  return all[0] && { ...all[0], jobs };
}

interface Judged {
  readonly scenarios: readonly ScenarioResult[];
  readonly rules: readonly RuleResult[];
}

/** What is known of the target. A rule's end is that of the whole, so that only here a ledger can be held against it. */
function held(
  parts: readonly Part[],
  { scenarios, rules }: Judged,
  ledger: Ledger | undefined,
  { isWhole }: { readonly isWhole: boolean },
): Judged & { readonly ledger: LedgerResult | undefined } {
  if (!ledger) return asHeldByParts(parts, { scenarios, rules });
  const place = reachedBy(parts)?.place;
  if (!place) return { scenarios, rules, ledger: undefined };
  const expected = new Expectations(ledger, place);
  const ends = [...scenarios.filter(wasPlayed), ...(isWhole ? rules : [])];
  return {
    scenarios: scenarios.map((one) => ({ ...one, known: expected.known(one) })),
    rules: rules.map((one) => ({ ...one, known: expected.known(one) })),
    ledger: { file: ledger.file, place, problems: expected.problems(ends) },
  };
}

function asHeldByParts(
  parts: readonly Part[],
  { scenarios, rules }: Judged,
): ReturnType<typeof held> {
  const ends = parts.flatMap(({ end }) => end ?? []);
  const ledgers = ends.flatMap(({ ledger }) => ledger ?? []);
  const [first] = ledgers;
  return {
    scenarios,
    rules: rules.map((rule) => {
      const same = ends.flatMap((end) => end.rules).filter(({ id }) => id === rule.id);
      const known = same.find(({ outcome }) => outcome === rule.outcome)?.known;
      return { ...rule, known };
    }),
    ledger: first && { ...first, problems: ledgers.flatMap(({ problems }) => problems) },
  };
}
