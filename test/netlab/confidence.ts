import type { Finding } from './commands.ts';
import { holds, type Situation } from './situation.ts';

/** What was said of a world with a percentage, and whether it holds there. */
export interface Claim {
  readonly id: string;
  readonly code: string;
  /** 0 to 1 */
  readonly confidence: number;
  readonly right: boolean;
}

/** A row of the table: what was said with a confidence from here to the next tenth. */
export interface Decile {
  readonly from: number;
  readonly claims: number;
  /** means */
  readonly said: number;
  readonly right: number;
}

/** Said with this much or more, nine in ten have to be right. */
const SURE = 0.9;
const BAR = 0.9;
/** No tenth with so many claims may say more than holds by so much. */
const ENOUGH = 8;
const LENIENCE = 0.2;

/** The claims of a diagnosis: notes accuse nobody, and what was observed claims no percentage. */
export function claimsOf(situation: Situation, findings: readonly Finding[]): Claim[] {
  return findings
    .filter(({ severity, observed }) => severity !== 'note' && !observed)
    .map(({ code, confidence }) => ({
      id: situation.id,
      code,
      confidence,
      right: holds(code, situation),
    }));
}

/** Said against right, by tenths, highest first; none that nothing was said with. */
function deciles(claims: readonly Claim[]): Decile[] {
  const tenths = Array.from({ length: 10 }, (_, index) => 9 - index);
  return tenths.flatMap((tenth) => {
    const own = claims.filter(({ confidence }) => tenthOf(confidence) === tenth);
    if (own.length === 0) return [];
    return [
      {
        from: tenth / 10,
        claims: own.length,
        said: mean(own.map(({ confidence }) => confidence)),
        right: mean(own.map(({ right }) => Number(right))),
      },
    ];
  });
}

/** Whether those said with 90 % and more are right as often as that, and others not much more rarely than they say. */
export function isHonest(claims: readonly Claim[]): boolean {
  const sure = claims.filter(({ confidence }) => confidence >= SURE);
  const isBarMet = sure.length === 0 || mean(sure.map(({ right }) => Number(right))) >= BAR;
  return isBarMet && !deciles(claims).some(isTooSure);
}

function isTooSure({ claims, said, right }: Decile): boolean {
  return claims >= ENOUGH && said - right > LENIENCE;
}

/** The table, and below it what was said with much confidence and does not hold. */
export function confidenceLines(claims: readonly Claim[]): string[] {
  const percent = (part: number): string => `${(100 * part).toFixed(0).padStart(4)} %`;
  return [
    'findings with a percentage, of all worlds',
    '  from    said   right  findings',
    ...deciles(claims).map(
      (tenth) =>
        `${percent(tenth.from)}  ${percent(tenth.said)}  ${percent(tenth.right)}  ${String(tenth.claims).padStart(8)}${isTooSure(tenth) ? '  too sure' : ''}`,
    ),
    ...claims
      .filter(({ right, confidence }) => !right && confidence >= SURE)
      .map(({ id, code, confidence }) => `  ${percent(confidence)} ${code} in ${id}`),
  ];
}

function tenthOf(confidence: number): number {
  return Math.min(9, Math.floor(confidence * 10 + 1e-9));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
