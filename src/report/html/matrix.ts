import type { RunResult, Totals } from '../../runner/results.ts';
import { columnOf } from '../../runner/to-result.ts';
import { namesOf } from '../run/names.ts';
import { markup, type Markup } from './markup.ts';
import { badge } from './parts.ts';

/** From the least to the worst: what stands for all that covers a requirement. */
const WORSE: readonly (keyof Totals)[] = ['skip', 'pass', 'known', 'warn', 'error', 'fail'];

/** The worst outcome of each requirement, by the scenarios and rules that cover it. */
function outcomesByRequirement({ scenarios, rules }: RunResult): Map<string, keyof Totals> {
  const worst = new Map<string, keyof Totals>();
  for (const one of [...scenarios, ...rules])
    for (const id of one.covers) {
      const outcome = columnOf(one);
      const known = worst.get(id);
      if (known === undefined || WORSE.indexOf(outcome) > WORSE.indexOf(known))
        worst.set(id, outcome);
    }
  return worst;
}

/** Requirements × targets, where there are several; what all of them keep is counted. */
export function requirementMatrix(runs: readonly RunResult[]): Markup | undefined {
  if (runs.length < 2) return undefined;
  const columns = runs.map(outcomesByRequirement);
  const ids = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  const counts = [...WORSE]
    .reverse()
    .map((outcome) => ({
      outcome,
      numbers: columns.map(
        (column) => [...column.values()].filter((one) => one === outcome).length,
      ),
    }))
    .filter(({ numbers }) => numbers.some((number) => number > 0));
  return markup`<section aria-labelledby="requirements">
    <h2 id="requirements">Requirements</h2>
    <div class="wide" tabindex="0" role="group" aria-label="Matrix of requirements and targets">
      <table>
        <thead>
          <tr>
            <th scope="col">requirement</th>
            ${namesOf(runs).map((name) => markup`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${counts.map(
            ({ outcome, numbers }) =>
              markup`<tr>
                <th scope="row">${badge(outcome)}</th>
                ${numbers.map((number) => markup`<td>${number}</td>`)}
              </tr>`,
          )}
        </tbody>
        <tbody>
          ${ids.map(
            (id) =>
              markup`<tr>
                <th scope="row">${id}</th>
                ${columns.map((column) => {
                  const outcome = column.get(id);
                  return markup`<td>${outcome && badge(outcome)}</td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
