import type { CommandEntry } from './command.ts';
import { dataPortCommands } from './data-ports.ts';
import { draftCommands } from './drafts.ts';
import { factCommands } from './facts.ts';
import { featureCommands } from './features.ts';
import { fileCommands } from './files.ts';
import { help } from './help.ts';
import { hostCommands } from './host.ts';
import { informationCommands } from './information.ts';
import { listingCommands } from './listings.ts';
import { loginCommands } from './login.ts';
import { parameterCommands } from './parameters.ts';
import { securityCommands } from './security.ts';
import { transferCommands } from './transfers.ts';

const commands = new Map<string, CommandEntry>(
  Object.entries({
    ...loginCommands,
    ...hostCommands,
    ...securityCommands,
    ...parameterCommands,
    ...dataPortCommands,
    ...transferCommands,
    ...listingCommands,
    ...factCommands,
    ...fileCommands,
    ...featureCommands,
    ...informationCommands,
    ...draftCommands,
  }),
);
commands.set('HELP', help(commands));

/** Every verb that the server knows. */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = commands;
