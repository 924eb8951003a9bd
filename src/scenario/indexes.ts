import type { Catalogue } from '../catalogue/index.ts';
import { parseCommand } from '../wire/command.ts';
import { speller } from './command-lines.ts';
import { playsOf } from './derive-risk.ts';
import type { Index } from './index-names.ts';
import type { Scenario } from './load.ts';
import { normalise } from './match-reply.ts';
import type { Expected, Step } from './schema.ts';

/** What a scenario stands under in an index, each once. */
const KEYS: Readonly<Record<Index, (scenario: Scenario, catalogue: Catalogue) => string[]>> = {
  section: ({ covers }, { requirements }) =>
    covers.flatMap((id) => {
      const found = requirements.get(id);
      return found ? `${found.rfc} ${found.section}` : [];
    }),
  command: (scenario) => exchangesOf(scenario).map(({ verb }) => verb),
  code: (scenario) =>
    exchangesOf(scenario).flatMap(({ verb, codes }) => codes.map((code) => `${verb} ${code}`)),
};

/** Ids of scenarios by what they stand under, sorted. */
export function indexBy(
  index: Index,
  scenarios: readonly Scenario[],
  catalogue: Catalogue,
): readonly (readonly [key: string, ids: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const scenario of scenarios)
    for (const key of new Set(KEYS[index](scenario, catalogue)))
      found.set(key, [...(found.get(key) ?? []), scenario.id]);
  return [...found].sort(([one], [other]) => collator.compare(one, other));
}

/** Section 4.10 stands behind 4.2. */
const collator = new Intl.Collator('en', { numeric: true });

interface Exchange {
  readonly verb: string;
  /** as the script has them, such as 226 or 5yz */
  readonly codes: readonly string[];
}

/** The commands that a script sends, and the codes that it judges in answer to them. */
function exchangesOf({ setup, steps }: Scenario): Exchange[] {
  const plays = playsOf([...(setup ?? []), ...steps]).map(({ step }) => step);
  const linesOf = speller(plays);
  return plays.flatMap((step) => {
    // Raw bytes need be no whole command.
    const lines = 'raw' in step ? [] : linesOf(step);
    const ordered = 'in-order' in step ? step['in-order'] : undefined;
    return lines.flatMap(({ text }, index) => {
      const { verb } = parseCommand(text);
      if (!/^[A-Z]{3,}\d*$/.test(verb)) return [];
      const expected = ordered ? [ordered[index]] : expectedBy(step);
      return { verb, codes: expected.flatMap(codesOf) };
    });
  });
}

function expectedBy(step: Step): (Expected | undefined)[] {
  const preliminary = 'preliminary' in step ? step.preliminary : undefined;
  return [preliminary, 'expect' in step ? step.expect : undefined];
}

function codesOf(expected: Expected | undefined): string[] {
  if (expected === undefined) return [];
  const { pass, warn, fail } = normalise(expected);
  return [pass, warn, fail].flatMap((list) => list ?? []).map(String);
}
