import { Deviation, Skipped } from './outcomes.ts';
import type { Otherwise } from './schema.ts';
import type { World } from './world.ts';

/** What the verbs work with. */
export interface Context {
  readonly world: World;
  /** what holds where the scenario passes */
  readonly title: string;
  /** what a value of the script is, in words: `${passive.port}` is `the port of the reply to PASV` */
  inWords(template: string | number): string;
  /** a check held less than it should; the scenario goes on */
  warn(deviation: Deviation): void;
}

/** `500ms`, `2s`, `1m` in milliseconds. */
export function milliseconds(duration: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(ms|s|m)$/.exec(duration) ?? [];
  return Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 1);
}

/** How long a step waits: as long as it says, or as long as a reply may take. */
export function waitMs({ profile }: World, within: string | undefined): number {
  return within === undefined ? profile.replyMs : milliseconds(within);
}

/** What a step that does not hold throws: a deviation as severe as its `otherwise` says, or a skip. */
export function notMet(
  { world }: Context,
  expected: string,
  actual: string,
  softened: { otherwise?: Otherwise; cite?: string | undefined; because?: string | undefined },
): Deviation | Skipped {
  const because = softened.because && world.values.fill(softened.because);
  if (softened.otherwise === 'skip') return new Skipped(because ?? actual);
  const words = because === undefined ? expected : `${expected}: ${because}`;
  const severity = softened.otherwise === 'fail' ? 'fail' : softened.otherwise && 'warn';
  return new Deviation(words, actual, {
    ruling: softened.cite,
    severity,
    final: softened.otherwise !== 'warn',
  });
}
