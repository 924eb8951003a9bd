import type { CommandModule } from 'yargs';
import { command } from './exit.ts';

interface Arguments {
  readonly id: string;
}

/** `ftpspec explain ID` */
export const explain: CommandModule<object, Arguments> = {
  command: 'explain <id>',
  describe: 'Print a requirement, ruling, scenario, rule, fault or diagnosis code',
  builder: (yargs) =>
    yargs.positional('id', {
      type: 'string',
      demandOption: true,
      describe: 'Such as RFC959-4.2-EOL-1, R17, passive/newest-listener-wins, rules/line-ends',
    }),
  handler: (args) =>
    command(async () => {
      console.log((await import('./explanations.ts')).explainId(args.id));
    }),
};
