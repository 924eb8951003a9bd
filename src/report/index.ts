import type { Reporter } from '../runner/events.ts';
import type { RunResult } from '../runner/results.ts';
import { dots, pretty, quiet, type ReporterContext } from './run/console.ts';
import { github } from './run/github.ts';
import type { JUnitOptions } from './run/junit.ts';
import { tap } from './run/tap.ts';
import { writeReport } from './shared/write.ts';

export type { ReporterContext } from './run/console.ts';
export type { JUnitOptions } from './run/junit.ts';
export { ensureWritable } from './shared/write.ts';

interface Choice {
  /** one line for --help */
  readonly about: string;
  readonly create: (context: ReporterContext) => Reporter;
}

/** What `--reporter` may name; all write to the context's output. */
export const REPORTERS = {
  pretty: { about: 'progress, failures with transcripts, a summary', create: pretty },
  dots: { about: 'a character a scenario, then failures and a summary', create: dots },
  quiet: { about: 'one line a target', create: quiet },
  tap: { about: 'Test Anything Protocol, version 14', create: tap },
  github: { about: 'annotations for GitHub Actions', create: github },
  junit: {
    about: 'JUnit XML',
    create: ({ output, strict }) => atEnd(output, (results) => junitText(results, { strict })),
  },
  json: { about: 'results.json', create: ({ output }) => atEnd(output, jsonText) },
} satisfies Record<string, Choice>;

export type ReporterName = keyof typeof REPORTERS;

/** Writes junit.xml when all targets are done, and then adds its path to `written`. */
export function junitFile(path: string, options: JUnitOptions, written: string[]): Reporter {
  return toFile(path, (results) => junitText(results, options), written);
}

/** Writes results.json when all targets are done, and then adds its path to `written`. */
export function jsonFile(path: string, written: string[]): Reporter {
  return toFile(path, jsonText, written);
}

/**
 * One reporter that passes every event on to several, in their order. Each gets to finish, also when one
 * before it could not; then the first failure is thrown. What writes files should come before what tells
 * where they are.
 */
export function reportTo(reporters: readonly Reporter[]): Reporter {
  return {
    runStart: (run) => reporters.forEach((reporter) => reporter.runStart?.(run)),
    scenarioStart: (scenario) =>
      reporters.forEach((reporter) => reporter.scenarioStart?.(scenario)),
    scenarioEnd: (target, result) =>
      reporters.forEach((reporter) => reporter.scenarioEnd?.(target, result)),
    runEnd: (result) => reporters.forEach((reporter) => reporter.runEnd?.(result)),
    async finish(results) {
      const failures: unknown[] = [];
      for (const reporter of reporters)
        await reporter.finish?.(results).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}

type Render = (results: readonly RunResult[]) => Promise<string>;

// Loaded when needed: the JUnit library is large.
const junitText = async (results: readonly RunResult[], options: JUnitOptions) =>
  (await import('./run/junit.ts')).renderJUnit(results, options);

const jsonText: Render = async (results) => (await import('./run/json.ts')).renderJson(results);

function atEnd(output: ReporterContext['output'], render: Render): Reporter {
  return {
    async finish(results) {
      output.write(await render(results));
    },
  };
}

function toFile(path: string, render: Render, written: string[]): Reporter {
  return {
    async finish(results) {
      await writeReport(path, await render(results));
      written.push(path);
    },
  };
}
