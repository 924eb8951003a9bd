import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { checkMerge, MERGE_OPTIONS, type MergeArguments } from './merge-options.ts';

/** `ftpspec merge EVENTS...` */
export const merge: CommandModule<object, MergeArguments> = {
  command: 'merge <events..>',
  describe: 'Join the events of the parts of a run, or of diagnoses, through any reporter',
  builder: (yargs) =>
    yargs
      .positional('events', {
        type: 'string',
        array: true,
        describe: 'What --reporter events=FILE wrote, a file a part; of diagnose also its JSON',
      })
      .options(MERGE_OPTIONS)
      .check((args) =>
        checkMerge(args as unknown as MergeArguments),
      ) as unknown as Argv<MergeArguments>,
  handler: (args) => command(async () => (await import('./merge-events.ts')).mergeEvents(args)),
};
