import type { Argv, CommandModule } from 'yargs';
import { readFile } from 'node:fs/promises';
import { command, EXIT, UsageError } from './exit.ts';

interface Arguments {
  readonly older: string;
  readonly newer: string;
  readonly as: 'text' | 'json' | 'markdown' | 'html';
}

/** `ftpspec compare OLD NEW` */
export const compare: CommandModule<object, Arguments> = {
  command: 'compare <older> <newer>',
  describe: 'Say what is worse, better, new and gone between two results.json',
  builder: (yargs) =>
    yargs
      .positional('older', { type: 'string', describe: 'results.json of the earlier run' })
      .positional('newer', { type: 'string', describe: 'results.json of the later run' })
      .option('as', {
        choices: ['text', 'json', 'markdown', 'html'],
        default: 'text',
        describe: 'What to print; status 1 where something is worse',
      }) as unknown as Argv<Arguments>,
  handler: ({ older, newer, as }) =>
    command(async () => {
      const { compareRuns } = await import('../report/compare/compare.ts');
      const { COMPARISONS } = await import('../report/compare/render.ts');
      const { readRuns } = await import('../report/read-results.ts');
      const runs = async (path: string) => readRuns(await resultsIn(path), path);
      const changes = compareRuns(await runs(older), await runs(newer));
      process.stdout.write(COMPARISONS[as](changes));
      if (changes.some(({ kind }) => kind === 'worse')) process.exitCode = EXIT.failed;
    }),
};

async function resultsIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`the results ${path} cannot be read`);
  }
}
