import { homedir } from 'node:os';
import { join } from 'node:path';
import { ScratchNotes } from '../runner/scratch-notes.ts';

/** The notes of this user's runs, where programs keep what outlives them (XDG Base Directory, Windows' local data). */
export function scratchNotes(env: NodeJS.ProcessEnv = process.env): ScratchNotes {
  const own = env['XDG_STATE_HOME'] ?? env['LOCALAPPDATA'];
  const state = own === undefined || own === '' ? join(homedir(), '.local', 'state') : own;
  return new ScratchNotes(join(state, 'ftpspec'));
}
