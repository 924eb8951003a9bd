import type { Command } from './command.ts';
import { dataPorts } from './data-ports.ts';
import { facts } from './facts.ts';
import { features } from './features.ts';
import { files } from './files.ts';
import { host } from './host.ts';
import { information } from './information.ts';
import { listings } from './listings.ts';
import { login } from './login.ts';
import { parameters } from './parameters.ts';
import { security } from './security.ts';
import { transfers } from './transfers.ts';

/** Every verb that the server knows. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...login,
    ...host,
    ...security,
    ...parameters,
    ...dataPorts,
    ...transfers,
    ...listings,
    ...facts,
    ...files,
    ...features,
    ...information,
  }),
);
