import type { Problem, RunResult, ScenarioResult } from '../../runner/results.ts';
import { columnOf } from '../../runner/to-result.ts';
import { sentenceOf } from '../../scenario/outcomes.ts';
import { duration, oneLine } from '../common/text.ts';
import { markup, type Markup } from './markup.ts';
import { anchorOf, badge, type Row } from './parts.ts';
import { namesOf } from '../run/names.ts';
import { reportedFile } from '../run/reported-file.ts';
import { sequenceDiagram } from './sequence.ts';

/** All that is known of a scenario: what it is, and what each target made of it. */
export function articleOf({ one, results }: Row, runs: readonly RunResult[]): Markup {
  const names = namesOf(runs);
  return markup`<article id="${anchorOf(one.id)}">
    <h3>${oneLine(one.id)}</h3>
    <p>${one.title}</p>
    <dl>
      <dt>level</dt>
      <dd>${one.level}, ${one.risk}</dd>
      <dt>requirements</dt>
      <dd>${one.covers.join(', ')}</dd>
      <dt>script</dt>
      <dd>${reportedFile(one.file)}:${one.line}</dd>
    </dl>
    ${results.map((result, index) => result && resultMarkup(result, runs.length === 1 ? '' : (names[index] ?? '')))}
  </article> `;
}

function resultMarkup(result: ScenarioResult, target: string): Markup {
  const { title, outcome, reason, known, durationMs, problems, info, transcript, rerun } = result;
  const isSaid = problems.some((one) => sentenceOf(one, title) === reason);
  const said = reason === '' || isSaid ? undefined : markup`: ${reason}`;
  const head = markup`<p class="result">
    ${target === '' ? undefined : markup`${target}: `}${badge(columnOf(result))}
    <span class="faint">${duration(durationMs)}</span>${said}
  </p>
  ${known && markup`<p>known (${outcome}): ${known.reason}</p>`}`;
  if (problems.length === 0 && transcript.length === 0) return head;
  const named = problems.length > 1;
  return markup`${head} ${problems.map((one) => markup`${named ? badge(one.outcome) : undefined}${problemMarkup(one)}`)}
  ${info.map((line) => markup`<p class="faint">${line}</p>`)}
  ${
    transcript.length === 0
      ? undefined
      : markup`${sequenceDiagram(transcript, oneLine(reason))}
          <details>
            <summary>Transcript as text</summary>
            <pre>${transcript.join('\n')}</pre>
          </details>`
  }
  ${rerun === '' ? undefined : markup`<p class="faint">Play it again: <code>${rerun}</code></p>`}`;
}

function problemMarkup({ requirement, ruling, expected, actual, where }: Problem): Markup {
  return markup`<dl>
      ${
        requirement &&
        markup`<dt>requirement</dt>
          <dd>${requirement.id} (section ${requirement.section}): ${requirement.text}</dd>`
      }${
        ruling === undefined
          ? undefined
          : markup`<dt>ruling</dt>
              <dd>${ruling}</dd>`
      }
      <dt>expected</dt>
      <dd>${expected}</dd>
      <dt>got</dt>
      <dd><strong>${actual}</strong></dd>
    </dl>
    ${
      where &&
      markup`<p class="faint">${reportedFile(where.file)}:${where.line}:${where.column}</p>
        ${excerpt(where.excerpt)}`
    }`;
}

/** The script's lines: the last, above the caret, is meant. */
function excerpt(text: string): Markup {
  const lines = text.trimEnd().split('\n');
  const [line = '', caret = ''] = lines.slice(-2);
  const before = lines.slice(0, -2).map((one) => `${one}\n`);
  return markup`<pre>${before}<mark>${line}</mark>
${caret}</pre>`;
}
