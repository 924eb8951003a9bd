import yargs, { type CommandModule } from 'yargs';
import { EXIT } from './exit.ts';
import { diagnose } from './diagnose.ts';
import { run } from './run.ts';
import { list } from './list.ts';
import { explain } from './explain.ts';
import { validate } from './validate.ts';
import { serve } from './serve.ts';

const COMMANDS: readonly CommandModule<object, never>[] = [
  run,
  diagnose,
  list,
  explain,
  validate,
  serve,
] as unknown as CommandModule<object, never>[];

/** Parses the command line and does what it says; the exit status is left in process.exitCode. */
export async function main(words: readonly string[], version: string): Promise<void> {
  const parser = yargs([...words])
    .scriptName('ftpspec')
    .usage(
      '$0 <command>\n\nTests FTP servers: scripted clients, replies judged by the RFCs, JUnit out.',
    )
    .version(version)
    .alias('version', 'v')
    .alias('help', 'h')
    .parserConfiguration({ 'duplicate-arguments-array': true, 'greedy-arrays': false })
    .demandCommand(1, 'Name a command; `ftpspec --help` lists them.')
    .strict()
    .recommendCommands()
    .wrap(Math.min(100, process.stdout.columns || 80))
    .epilogue(
      'Exit status: 0 conforms, 1 something failed, 2 usage or script, 3 not judged, 130 interrupted',
    )
    .fail((message, error) => {
      process.stderr.write(`ftpspec: ${message || error.message}\n`);
      process.stderr.write(
        '`ftpspec --help` shows commands, `ftpspec <command> --help` options.\n',
      );
      process.exit(EXIT.usage);
    });
  for (const one of COMMANDS) parser.command(one);
  await parser.parseAsync();
}
