import yargs, { type CommandModule } from 'yargs';
import { pageWidth } from './environment.ts';
import { complain, EXIT, outlivePipes } from './exit.ts';
import {
  explainUsageError,
  onceAndFull,
  switchesAlone,
  withoutDashes,
  type Known,
} from './usage-errors.ts';
import { diagnose } from './diagnose.ts';
import { run } from './run.ts';
import { compare } from './compare.ts';
import { init } from './init.ts';
import { merge } from './merge.ts';
import { reportIssue } from './report-issue.ts';
import { list } from './list.ts';
import { peer } from './peer.ts';
import { explain } from './explain.ts';
import { validate } from './validate.ts';
import { serve } from './serve.ts';
import { tidy } from './tidy.ts';

/** Every command, as `--help` shows them. */
export const COMMANDS: readonly CommandModule<object, never>[] = [
  run,
  diagnose,
  peer,
  init,
  merge,
  compare,
  reportIssue,
  list,
  explain,
  validate,
  serve,
  tidy,
] as unknown as CommandModule<object, never>[];

function refuse(sentence: string): never {
  complain(sentence);
  process.stderr.write('`ftpspec --help` shows commands, `ftpspec <command> --help` options.\n');
  process.exit(EXIT.usage);
}

/** How words become options and values. */
export const PARSING = {
  'duplicate-arguments-array': true,
  'greedy-arrays': false,
  'boolean-negation': false,
};

/** Parses the command line and does what it says; the exit status is left in process.exitCode. */
export async function main(words: readonly string[], version: string): Promise<void> {
  // A URL may hold a password, and everybody on the machine can read a command line.
  process.title = 'ftpspec';
  outlivePipes();
  const joined = withoutDashes(words);
  if (typeof joined === 'string') refuse(joined);
  const parser = yargs(joined)
    .locale('en')
    .scriptName('ftpspec')
    .usage(
      '$0 <command>\n\nTests FTP servers: scripted clients, replies judged by the RFCs, JUnit out.',
    )
    .version(version)
    .alias('version', 'v')
    .alias('help', 'h')
    .parserConfiguration(PARSING)
    .demandCommand(1)
    .strict()
    .check((args, options) => {
      const known = options as unknown as Known;
      switchesAlone(words, known);
      onceAndFull(words, args, known);
      return true;
    }, true)
    .wrap(pageWidth())
    .epilogue(
      'Exit status: 0 conforms, 1 something failed, 2 usage or script, 3 not judged, 4 something is left on the target, 130 interrupted',
    )
    .fail((message, error) => {
      const known = (parser as unknown as { getOptions(): Known }).getOptions();
      const usages = COMMANDS.map(({ command }) => String(command));
      refuse(message ? explainUsageError(message, words, known, usages) : error.message);
    });
  for (const one of COMMANDS) parser.command(one);
  parser.completion('completion', 'Print a script that completes words for bash or zsh');
  if (joined.length === 0) {
    console.log(await parser.getHelp());
    process.exitCode = EXIT.usage;
  } else await parser.parseAsync();
}
