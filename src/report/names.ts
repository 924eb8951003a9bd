/**
 * What `--reporter` may name, in the order of the help, each with a line for it. They stand apart from what does the
 * work, so that a command line is read without loading any of it.
 */
export const REPORTER_NAMES = {
  pretty: 'progress, what failed and why, a summary',
  dots: 'a character a scenario or target, then what failed and a summary',
  quiet: 'one line a target',
  tap: 'Test Anything Protocol, version 14',
  github: 'log, annotations and summary of a job of GitHub Actions',
  junit: 'JUnit XML',
  json: 'all that is known, in one JSON object',
  html: 'one page with tables, matrix and drawings, that needs nothing else',
  metrics: 'numbers for Prometheus, in its text format',
  events: 'a line of JSON for each event, as it happens',
} as const satisfies Record<string, string>;

export type ReporterName = keyof typeof REPORTER_NAMES;
