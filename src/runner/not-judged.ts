import type { NotJudged, RuleResult, RunResult, ScenarioResult } from './results.ts';

/** A conformance verdict stands for all where no single cause keeps more than this share of the MUSTs unjudged. */
const BOUND = 0.1;

/** What was skipped, by cause, the most frequent first. */
export function notJudged(scenarios: readonly ScenarioResult[]): NotJudged[] {
  const groups = new Map<string, { scenarios: string[]; musts: number }>();
  for (const result of scenarios) {
    if (result.outcome !== 'skip') continue;
    const cause = causeOf(result.reason);
    const group = groups.get(cause) ?? { scenarios: [], musts: 0 };
    groups.set(cause, group);
    group.scenarios.push(result.id);
    if (isMust(result)) group.musts++;
  }
  return [...groups]
    .map(([cause, group]) => ({ cause, ...group }))
    .sort((one, other) => other.scenarios.length - one.scenarios.length);
}

/** Why a run that went through says nothing of its target: whatever was played broke before it could be judged. */
export function whyNothingJudged(
  scenarios: readonly ScenarioResult[],
  rules: readonly RuleResult[],
): string | undefined {
  const [first] = scenarios.filter(({ outcome }) => outcome === 'error');
  const isJudged =
    scenarios.some(({ outcome }) => !['skip', 'error'].includes(outcome)) ||
    rules.some(({ outcome }) => ['warn', 'fail'].includes(outcome));
  return first && !isJudged ? `nothing was judged: ${first.reason}` : undefined;
}

/** What a verdict is about. @param isPart there are scenarios that were not to be played */
export function extentOf(
  scenarios: readonly ScenarioResult[],
  groups: readonly NotJudged[],
  isPart: boolean,
): RunResult['extent'] {
  if (isJudgedInPart(scenarios, groups)) return 'part';
  return isPart ? 'chosen' : 'whole';
}

/** Whether so much was left out for one reason that the verdict says nothing of the whole. */
function isJudgedInPart(
  scenarios: readonly ScenarioResult[],
  groups: readonly NotJudged[],
): boolean {
  const musts = scenarios.filter(isMust).length;
  return groups.some((group) => group.musts > BOUND * musts);
}

function isMust({ level }: ScenarioResult): boolean {
  return level === 'MUST' || level === 'MUST-NOT';
}

/** `needs writable-dir: "MKD /x" draws "502 No.\r\n"`, in short: `MKD is refused with 502`. */
function causeOf(reason: string): string {
  const idle = /^needs \S+: (\S+ is answered as done and does nothing):/.exec(reason);
  if (idle?.[1] !== undefined) return idle[1];
  // Who was refused at the login is what the need tells.
  const refused =
    /^(?:needs \S+: )?(?!"?(?:USER|PASS)\b)"?(\S+?)(?: [^"]*)?"? draws "([45]\d{2})\b/.exec(reason);
  return refused ? `${refused[1] ?? ''} is refused with ${refused[2] ?? ''}` : reason;
}
