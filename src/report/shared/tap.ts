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
  const ok = mark === undefined || mark.kind === 'skipped' ? 'ok' : 'not ok';
  const skip = mark?.kind === 'skipped' ? ` # SKIP ${mark.message}` : '';
  const description = `${oneLine(target)} ${one.name}`.replace(/[\\#]/g, '\\$&');
  const details: readonly (readonly [string, string])[] = [
    ...(mark && ok === 'not ok'
      ? ([
          ['message', mark.message],
          ['severity', mark.kind === 'error' ? 'error' : 'fail'],
          ...(place ? ([['at', `${oneLine(place.file)}:${place.line}`]] as const) : []),
          ['explanation', mark.content],
        ] as const)
      : []),
    ...(output === '' ? [] : ([['output', output]] as const)),
  ];
  // A JSON string is a YAML scalar too.
  const block = details.map(([key, value]) => `  ${key}: ${inertJson(JSON.stringify(value))}\n`);
  const yaml = block.length > 0 ? `  ---\n${block.join('')}  ...\n` : '';
  return `${ok} ${number} - ${description}${skip}\n${yaml}`;
}
