import type { RunResult } from '../../runner/results.ts';
import { oneLine } from '../common/text.ts';

/** Names that are shown. */
const SHOWN = 20;

/** What is left on the target, a line a name: `/pub/ftpspec-1: "550 no"`. */
export function leftoverLines({ leftovers }: RunResult): string[] {
  const lines = leftovers
    .slice(0, SHOWN)
    .map(({ name, reply }) => oneLine(reply === '' ? name : `${name}: ${reply}`));
  const more = leftovers.length - SHOWN;
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
}
