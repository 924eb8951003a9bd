import type { RunResult } from '../../runner/results.ts';
import { formatMetrics } from '../common/metrics.ts';

/** How many of each outcome, by target, for monitoring. */
export function renderRunMetrics(results: readonly RunResult[]): string {
  return formatMetrics([
    {
      name: 'results',
      help: 'Scenarios and rules of the latest run, by outcome.',
      samples: results.flatMap(({ target, totals }) =>
        Object.entries(totals).map(([outcome, value]) => ({ labels: { target, outcome }, value })),
      ),
    },
  ]);
}
