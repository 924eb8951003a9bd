import type { Case, CaseListener } from './case.ts';
import { inertJson } from './json.ts';
import type { Output } from './style.ts';
import { oneLine } from './text.ts';

/** TAP 14: a test point a case, with a YAML block where there is more to say. */
export function tap(output: Output): CaseListener {
  let points = 0;
  output.write('TAP version 14\n');
  return {
    cases(target, cases) {
      for (const one of cases) {
        points += 1;
        output.write(testPoint(points, target, one));
      }
    },
    finish: () => void output.write(`1..${points}\n`),
  };
}

function testPoint(number: number, target: string, one: Case): string {
  const { mark, output, place } = one;
  const todo = todoOf(one);
  const ok = todo === undefined && (mark === undefined || mark.kind === 'skipped');
  const directive =
    todo !== undefined
      ? ` # TODO ${todo}`
      : mark?.kind === 'skipped'
        ? ` # SKIP ${mark.message}`
        : '';
  const description = `${oneLine(target)} ${one.name}`.replace(/[\\#]/g, '\\$&');
  const details: readonly (readonly [string, string])[] = [
    ...(mark && todo === undefined && !ok
      ? ([
          ['message', mark.message],
          ['severity', mark.kind === 'error' ? 'error' : 'fail'],
          ...(place ? ([['at', `${oneLine(place.file)}:${place.line}`]] as const) : []),
          ['explanation', mark.content],
        ] as const)
      : []),
    ...(output === '' ? [] : ([['output', output]] as const)),
  ];
  const block = details.map(([key, value]) => `  ${key}: ${scalar(value)}\n`);
  const yaml = block.length > 0 ? `  ---\n${block.join('')}  ...\n` : '';
  return `${ok ? 'ok' : 'not ok'} ${number} - ${description}${directive}\n${yaml}`;
}

/** Why a point is not ok although no harness need take offence: it is known, or only a warning. */
function todoOf({ outcome, mark, known, properties }: Case): string | undefined {
  if (known !== undefined && (mark === undefined || mark.kind === 'skipped')) return known;
  if (outcome !== 'warn' || mark !== undefined) return undefined;
  const title = properties.find(([name]) => name === 'title')?.[1] ?? '';
  return `warning: ${title}`;
}

/** A text in YAML: several lines as a block, but for what only a JSON string can say, which is a scalar too. */
function scalar(text: string): string {
  const json = inertJson(JSON.stringify(text));
  // Nor may a line be a command to whoever runs the job (shared/text.ts).
  const acts = text.split(/[\n\r\u2028\u2029]/).some((line) => line.trimStart().startsWith('::'));
  const isInert = !acts && !/\\u|\\t/.test(json);
  const isPlain = isInert && text.includes('\n') && !/\n$/.test(text);
  if (!isPlain) return json;
  // A line may begin with spaces, so that the indentation has to be said.
  const lines = text.split('\n').map((line) => `    ${line}`);
  return `|2-\n${lines.join('\n')}`;
}
