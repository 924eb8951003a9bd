import type { ScenarioResult, Totals } from '../../runner/results.ts';
import { MARKS } from '../common/style.ts';
import { oneLine } from '../common/text.ts';
import { markup, type Markup } from './markup.ts';

/** One scenario, with what each target made of it; undefined where a target did not play it. */
export interface Row {
  readonly one: ScenarioResult;
  readonly results: readonly (ScenarioResult | undefined)[];
}

/** An outcome, or that it is known, with its sign: never by colour alone. */
export function badge(column: keyof Totals): Markup {
  return markup`<span class="outcome ${column}">${MARKS[column].mark} ${column}</span>`;
}

/** Where a scenario stands on the page. */
export function anchorOf(id: string): string {
  return `scenario/${encodeURIComponent(oneLine(id))}`;
}
