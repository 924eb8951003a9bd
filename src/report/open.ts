import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Reporter } from '../runner/events.ts';
import type { Choice } from './choice.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { type Entry, type ReporterContext, reporterNamed } from './index.ts';
import type { Named } from './multiplex.ts';
import { growingFile, type Sink, wholeFile } from './common/sink.ts';
import { ReportError } from './common/write.ts';

/** What every reporter is given but its own output. */
export type Surroundings = Omit<ReporterContext, 'written'>;

/** The reporters of a run, those with files first. @throws ReportError where one cannot be had, or has no place */
export function openRunReporters(
  choices: readonly Choice[],
  context: Surroundings,
): Promise<Named<Reporter>[]> {
  return open('run', choices, context, (entry, own) => entry.run?.(own));
}

/** The same for diagnoses. */
export function openDiagnosisReporters(
  choices: readonly Choice[],
  context: Surroundings,
): Promise<Named<DiagnosisReporter>[]> {
  return open('diagnose', choices, context, (entry, own) => entry.diagnosis?.(own));
}

async function open<One extends { finish?(results: never): Promise<void> }>(
  subject: 'run' | 'diagnose',
  choices: readonly Choice[],
  context: Surroundings,
  make: (entry: Partial<Entry>, context: ReporterContext) => One | undefined,
): Promise<Named<One>[]> {
  const written: string[] = [];
  const opened: Named<One>[] = [];
  const filesFirst = [...choices].sort(
    (a, b) => Number(b.file !== undefined) - Number(a.file !== undefined),
  );
  for (const choice of filesFirst) {
    const { name, file } = choice;
    const entry = reporterNamed(name) ?? (await entryOfModule(name));
    const sink = file === undefined ? undefined : await sinkOf(name, file);
    const output = sink?.output ?? context.output;
    const reporter = make(entry, { ...context, output, written });
    if (!reporter) throw new ReportError(`the reporter ${name} has nothing for ${subject}`);
    const whole = sink ? closing(reporter, sink, () => written.push(file ?? '')) : reporter;
    opened.push({ name, reporter: whole });
  }
  return opened;
}

function sinkOf(name: string, file: string): Promise<Sink> {
  return reporterNamed(name)?.grows ? growingFile(file) : wholeFile(file);
}

/** Closes its file when it has finished. */
function closing<One extends { finish?(results: never): Promise<void> }>(
  reporter: One,
  sink: Sink,
  done: () => void,
): One {
  return {
    ...reporter,
    async finish(results: never) {
      await reporter.finish?.(results);
      await sink.close();
      done();
    },
  };
}

/** The default export of a module. */
async function entryOfModule(path: string): Promise<Partial<Entry>> {
  const module = (await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportError(`the reporter ${path} cannot be loaded: ${why}`, { cause: error });
  })) as { readonly default?: unknown };
  const entry = module.default;
  if (typeof entry !== 'object' || entry === null || !('run' in entry || 'diagnosis' in entry))
    throw new ReportError(
      `the reporter ${path} is to export by default an object with run(context), diagnosis(context) or both`,
    );
  return entry as Partial<Entry>;
}
