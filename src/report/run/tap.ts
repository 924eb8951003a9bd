import type { Reporter } from '../../runner/events.ts';
import { casesOf, type Case } from './cases.ts';
import type { ReporterContext } from './console.ts';
import { oneLine } from '../shared/text.ts';

/** TAP 14: a test point for each scenario and rule, with a YAML block where there is more to say. */
export function tap({ output, strict }: ReporterContext): Reporter {
  let points = 0;
  output.write('TAP version 14\n');
  return {
    runEnd(run) {
      for (const one of casesOf(run, strict)) {
        points += 1;
        output.write(testPoint(points, run.target, one));
      }
    },
    finish() {
      output.write(`1..${points}\n`);
      return Promise.resolve();
    },
  };
}

function testPoint(number: number, target: string, one: Case): string {
  const { mark: verdict, output, place } = one;
  const ok = verdict === undefined || verdict.kind === 'skipped' ? 'ok' : 'not ok';
  const skip = verdict?.kind === 'skipped' ? ` # SKIP ${verdict.message}` : '';
  const description = `${oneLine(target)} ${one.name}`.replace(/[\\#]/g, '\\$&');
  const facts: readonly (readonly [string, string | number])[] = [
    ...(verdict && ok === 'not ok'
      ? ([
          ['message', verdict.message],
          ['severity', verdict.kind === 'error' ? 'error' : 'fail'],
          ...(place ? ([['at', `${oneLine(place.file)}:${place.line}`]] as const) : []),
          ['explanation', verdict.content],
        ] as const)
      : []),
    ...(output === '' ? [] : ([['output', output]] as const)),
  ];
  // A JSON string is a YAML scalar too.
  const block = facts.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  const yaml = block.length > 0 ? `  ---\n${block.join('')}  ...\n` : '';
  return `${ok} ${number} - ${description}${skip}\n${yaml}`;
}
