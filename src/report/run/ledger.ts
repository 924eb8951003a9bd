import type { RunResult } from '../../runner/results.ts';
import { oneLine } from '../common/text.ts';

/** Where a run and its ledger differ, a line each. */
export function ledgerLines({ ledger }: Pick<RunResult, 'ledger'>): string[] {
  return (ledger?.problems ?? []).map(({ id, line, reason }) => {
    const place = line === undefined ? '' : `:${line}`;
    return oneLine(`${ledger?.file ?? ''}${place}: ${id}: ${reason}`);
  });
}
