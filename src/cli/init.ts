import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { INIT_OPTIONS, type InitArguments } from './init-options.ts';

/** `ftpspec init target` */
export const init: CommandModule<object, InitArguments> = {
  command: 'init <target>',
  describe: 'Look at a server and write a configuration to begin with',
  builder: (yargs) =>
    yargs
      .positional('target', {
        type: 'string',
        describe: 'ftp://user@host:port/directory, also ftps:// and ftpes://',
      })
      .options(INIT_OPTIONS) as unknown as Argv<InitArguments>,
  handler: (args) => command(async () => (await import('./init-target.ts')).initTarget(args)),
};
