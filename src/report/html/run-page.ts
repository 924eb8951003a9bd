import {
  OUTCOMES,
  type RuleResult,
  type RunResult,
  type ScenarioResult,
} from '../../runner/results.ts';
import { columnOf } from '../../runner/to-result.ts';
import { groupBy } from '../common/groups.ts';
import { PLAIN } from '../common/style.ts';
import { count, cut, duration, oneLine } from '../common/text.ts';
import { ledgerLines } from '../run/ledger.ts';
import { nameOf, namesOf } from '../run/names.ts';
import { verdict, verdictOf } from '../run/summary.ts';
import { markup, type Markup } from './markup.ts';
import { page } from './page.ts';
import { anchorOf, badge, type Row } from './parts.ts';
import { articleOf } from './scenario.ts';
import { requirementMatrix } from './matrix.ts';

/** Runs as one page: summary, table of scenarios with a column a target, requirements, rules, and each scenario. */
export function renderRunPage(runs: readonly RunResult[], strict: boolean): string {
  const rows = rowsOf(runs);
  const [first] = runs;
  const title = `FTP conformance of ${runs.length === 1 && first ? nameOf(first) : count(runs.length, 'target')}`;
  return page(
    title,
    first?.startedAt,
    markup`${cards(runs, strict)}${failures(runs)}${scenarioTable(rows, runs)}${requirementMatrix(runs)}${ruleTable(runs)}
      <section aria-labelledby="details">
        <h2 id="details">Scenarios, one by one</h2>
        ${rows.map((row) => articleOf(row, runs))}
      </section>`,
  );
}

function rowsOf(runs: readonly RunResult[]): Row[] {
  const all = runs.flatMap(({ scenarios }, index) => scenarios.map((one) => ({ one, index })));
  return [...groupBy(all, ({ one }) => one.id).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const results = runs.map((_, index) => same.find((each) => each.index === index)?.one);
    return { one: first.one, results };
  });
}

function cards(runs: readonly RunResult[], strict: boolean): Markup {
  const names = namesOf(runs);
  return markup`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <div class="cards">
      ${runs.map(
        (run, index) =>
          markup`<div class="card">
            <h3>${names[index]}</h3>
            ${names[index] === run.target ? undefined : markup`<p class="faint">${run.target}</p>`}
            <p><strong class="${verdictOf(run, strict).outcome}">${verdict(run, strict, PLAIN).join(' ')}</strong></p>
            ${listOf(ledgerLines(run))}
            ${run.server === '' ? undefined : markup`<p class="faint">server: ${run.server}</p>`}
            ${
              run.notJudged.length === 0
                ? undefined
                : markup`<details>
              <summary>${count(skipped(run), 'scenario')} not judged</summary>
              ${listOf(run.notJudged.map(({ cause, scenarios }) => `${scenarios.length}: ${cause}`))}
            </details>`
            }
            <p class="faint">${duration(run.durationMs)}, seed ${run.seed}</p>
          </div>`,
      )}
    </div>
  </section>`;
}

/** What did not hold, before the table of all: that is what most come for. */
function failures(runs: readonly RunResult[]): Markup | undefined {
  const names = namesOf(runs);
  const items = runs.flatMap(({ scenarios, rules }, index) => {
    const anchored = [
      ...scenarios.map((one) => ({ one, anchor: anchorOf(one.id) })),
      ...rules.map((one) => ({ one, anchor: one.id })),
    ];
    const failed = anchored.filter(({ one }) => /^(?:fail|error)$/.test(columnOf(one)));
    return failed.map(({ one, anchor }) =>
      failureMarkup(one, anchor, runs.length === 1 ? '' : names[index]),
    );
  });
  if (items.length === 0) return undefined;
  const more = items.length - FAILURES;
  return markup`<section aria-labelledby="failures">
    <h2 id="failures">Failures</h2>
    <ul class="failures">
      ${items.slice(0, FAILURES)}
    </ul>
    ${more > 0 ? markup`<p>and ${more} more, in the tables</p>` : undefined}
  </section>`;
}

function failureMarkup(one: ScenarioResult | RuleResult, anchor: string, target = ''): Markup {
  return markup`<li>
    ${badge(columnOf(one))} <a href="#${anchor}">${oneLine(one.id)}</a>
    <span class="faint">${target}</span><br />
    ${one.title}: <span class="faint">${cut(oneLine(one.reason), REASON)}</span>
  </li> `;
}

function skipped({ notJudged }: RunResult): number {
  return notJudged.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
}

function listOf(lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return markup`<ul>
    ${lines.map((line) => markup`<li>${line}</li>`)}
  </ul>`;
}

function scenarioTable(rows: readonly Row[], runs: readonly RunResult[]): Markup {
  const suites = [...new Set(rows.map(({ one }) => one.suite))];
  const levels = [...new Set(rows.map(({ one }) => one.level))];
  return markup`<section aria-labelledby="scenarios">
    <h2 id="scenarios">Scenarios</h2>
    <form hidden aria-label="Filter the scenarios">
      ${choice('suite', suites)}${choice('level', levels)}${choice('outcome', [...OUTCOMES, 'known'])}
      <label>text <input name="text" type="search" autocomplete="off" /></label>
      <output aria-live="polite"></output>
    </form>
    <div class="wide" tabindex="0" role="group" aria-label="Table of scenarios">
      <table>
        <thead>
          <tr>
            <th scope="col">scenario</th>
            <th scope="col" class="aside">title</th>
            <th scope="col" class="aside">level</th>
            ${headings(runs)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(rowMarkup)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** A column for each target. */
function headings(runs: readonly RunResult[]): Markup[] {
  const names = runs.length === 1 ? ['outcome'] : namesOf(runs);
  return names.map((name) => markup`<th scope="col">${name}</th>`);
}

function rowMarkup({ one, results }: Row): Markup {
  const outcomes = [...new Set(results.flatMap((result) => (result ? columnOf(result) : [])))].join(
    ' ',
  );
  return markup`<tr data-outcomes="${outcomes}" data-suite="${one.suite}" data-level="${one.level}">
    <th scope="row"><a href="#${anchorOf(one.id)}">${oneLine(one.id)}</a></th>
    <td class="aside">${one.title}</td>
    <td class="aside">${one.level}</td>
    ${results.map((result) => markup`<td>${result && badge(columnOf(result))}</td>`)}
  </tr> `;
}

function choice(name: string, values: readonly string[]): Markup {
  return markup`<label
    >${name}
    <select name="${name}">
      <option value="">all</option>
      ${values.map((value) => markup`<option>${value}</option>`)}
    </select></label
  >`;
}

function ruleTable(runs: readonly RunResult[]): Markup | undefined {
  const rules = runs.flatMap(({ rules }, index) => rules.map((one) => ({ one, index })));
  if (rules.length === 0) return undefined;
  const rows = [...groupBy(rules, ({ one }) => one.id)];
  return markup`<section aria-labelledby="rules">
    <h2 id="rules">Rules of every exchange</h2>
    <div class="wide" tabindex="0" role="group" aria-label="Table of rules">
      <table>
        <thead>
          <tr>
            <th scope="col">rule</th>
            <th scope="col">title</th>
            ${headings(runs)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([id, same]) =>
              markup`<tr id="${id}">
                <th scope="row">${id}</th>
                <td>
                  ${same[0]?.one.title}${same.flatMap(({ one }) =>
                    one.problems.slice(0, SHOWN).map(
                      ({ scenario, expected, actual }) =>
                        markup`<br /><span class="faint"
                              >in ${scenario}: expected ${expected}, got ${actual}</span
                            >`,
                    ),
                  )}
                </td>
                ${runs.map((_, index) => {
                  const result = same.find((each) => each.index === index)?.one;
                  return markup`<td>${result && badge(columnOf(result))}</td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Failures that have a line of their own. */
const FAILURES = 50;

/** Characters of the reason that stand there. */
const REASON = 300;

/** Violations of a rule that are shown of a target. */
const SHOWN = 3;
