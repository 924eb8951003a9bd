import type { FaultMatrix } from '../../src/reference/faults/matrix.ts';
import { builtinFaults, type Fault } from '../../src/reference/index.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Outcome, RunResult } from '../../src/runner/results.ts';
import type { Scenario } from '../../src/scenario/load.ts';
import { notices, playEmbedded, type Subject } from '../support/play-embedded.ts';
import { type Lowered, loweredBy } from './lowered.ts';
import { deviatingPlaces } from './steps.ts';

/** Who noticed something on a server with a fault: ids of scenarios and rules with their outcome. */
export interface Sighting {
  readonly fault: Fault;
  readonly seenBy: ReadonlyMap<string, Outcome>;
  /** those that name a requirement which the fault breaks */
  readonly named: readonly string[];
  /** where a MUST is broken and none of them fails: why a warning is enough, if anything says so */
  readonly lowered: Lowered | undefined;
  /** the steps that did not hold */
  readonly places: readonly string[];
}

/** More scenarios that send a verb show a rule nothing new. */
const MOST_SENDING = 24;

/**
 * The scenarios that test a requirement which the fault breaks; where a rule does, also some that send a verb which
 * the fault takes hold of, and one of each suite.
 */
export function related({ scenarios }: Subject, fault: Fault): Scenario[] {
  const broken = ({ covers }: { readonly covers: readonly string[] }): boolean =>
    covers.some((id) => fault.breaks.includes(id));
  const tested = scenarios.filter(broken);
  if (!RULES.some(broken)) return tested;
  const verbs = verbsOf(fault);
  const sending = scenarios.filter(({ setup, steps }) => {
    const words = new Set(JSON.stringify([setup, steps]).match(/\b[A-Z]{3,}\b/g));
    return verbs.some((verb) => words.has(verb));
  });
  const suites = new Set<string>();
  const sample = scenarios.filter(({ suite }) => !suites.has(suite) && suites.add(suite));
  return [...new Set([...tested, ...sending.slice(0, MOST_SENDING), ...sample])];
}

/** The verbs that a fault treats in a way of their own. */
function verbsOf({ verbs, replies, bytes, sends, receives }: Fault): string[] {
  return [verbs, replies, bytes, sends, receives].flatMap((hooks) => Object.keys(hooks ?? {}));
}

/** How long a reply may take: a fault that is silent costs it many times. */
const TIMEOUT_MS = 6000;

/** Plays scenarios against the embedded server with these faults. */
export function playFaulty(
  subject: Subject,
  scenarios: readonly Scenario[],
  faults: readonly string[],
): Promise<RunResult> {
  return playEmbedded(subject, scenarios, { faults }, { timeoutMs: TIMEOUT_MS });
}

/** Plays against one fault and says who saw it. */
export async function sight(
  subject: Subject,
  scenarios: readonly Scenario[],
  fault: Fault,
): Promise<Sighting> {
  const result = await playFaulty(subject, scenarios, [fault.id]);
  const seenBy = notices(result);
  const naming = [...result.scenarios, ...result.rules].filter(
    ({ id, covers }) =>
      ['warn', 'fail'].includes(seenBy.get(id) ?? '') &&
      covers.some((requirement) => fault.breaks.includes(requirement)),
  );
  return {
    fault,
    seenBy,
    named: naming.map(({ id }) => id),
    lowered: loweredBy(fault, naming, subject.catalogue),
    places: deviatingPlaces(result),
  };
}

/**
 * The matrix after faults were played: a scenario's row names the faults that break one of its requirements and make
 * it fail or warn, or where there are none of these, others that do.
 */
export function updateMatrix(
  { scenarios }: Subject,
  old: FaultMatrix,
  sightings: readonly Sighting[],
): FaultMatrix {
  const played = new Set(sightings.map(({ fault }) => fault.id));
  const others = new Set(builtinFaults().flatMap(({ id }) => (played.has(id) ? [] : id)));
  const rows = scenarios.map(({ id }) => {
    const kept = old[id]?.filter((fault) => others.has(fault)) ?? [];
    const noticed = sightings.filter(({ seenBy }) => seenBy.has(id));
    const named = noticed.filter((sighting) => sighting.named.includes(id));
    const added = named.length + kept.length > 0 ? named : noticed;
    return [id, [...kept, ...added.map(({ fault }) => fault.id)].sort()] as const;
  });
  return Object.fromEntries(rows.filter(([, faults]) => faults.length > 0));
}
