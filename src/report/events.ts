import type { Reporter } from '../runner/events.ts';
import { TOOL } from '../package/tool.ts';
import { plainDiagnosis } from './diagnosis/json.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { plainRun, plainScenario } from './run/json.ts';
import type { ReporterContext } from './common/context.ts';
import { FORMAT, jsonLine } from './common/json.ts';

/** One line an event: `{ "event": "runStart", "target": … }`; the first says what made them. */
export function runEvents({ output, transcripts }: ReporterContext): Reporter {
  const write = (event: string, parts: object) => void output.write(jsonLine({ event, ...parts }));
  write('start', { format: FORMAT, tool: TOOL });
  return {
    runStart: (run) => write('runStart', run),
    reached: (reached) => write('reached', reached),
    rulesSeen: (seen) => write('rulesSeen', seen),
    scenarioEnd: (target, result) =>
      write('scenarioEnd', { target, scenario: plainScenario(result, transcripts) }),
    // The scenarios were told one by one.
    runEnd: (run) => write('runEnd', { run: { ...plainRun(run, transcripts), scenarios: [] } }),
    finish() {
      write('end', {});
      return Promise.resolve();
    },
  };
}

/** The same for diagnoses, which are whole when they are told. */
export function diagnosisEvents({ output }: ReporterContext): DiagnosisReporter {
  const write = (event: string, parts: object) => void output.write(jsonLine({ event, ...parts }));
  write('start', { format: FORMAT, tool: TOOL });
  return {
    targetEnd: (diagnosis) => write('targetEnd', { diagnosis: plainDiagnosis(diagnosis) }),
    finish({ unexamined }) {
      write('end', { unexamined });
      return Promise.resolve();
    },
  };
}
