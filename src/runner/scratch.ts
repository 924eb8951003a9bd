import type { ServerProfile } from '../scenario/server-profile.ts';
import type { MadeName } from './clean-up/made-names.ts';
import { remove } from './clean-up/remove.ts';
import { Sweep } from './clean-up/sweep.ts';
import type { Leftover } from './results.ts';

/** A directory of ours on the server. */
export interface Scratch {
  readonly profile: ServerProfile;
  /** absolute name */
  readonly root: string;
}

/**
 * Removes a scratch directory with all that is in it.
 * @param made names that are known to have been made in it
 * @param secrets what the answer must not show
 * @param signal the user is in a hurry
 * @returns what is left
 */
export async function removeScratch(
  { profile, root }: Scratch,
  made: Iterable<MadeName>,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<Leftover[]> {
  return await remove(
    new Sweep(Buffer.from(root).toString('latin1'), made),
    profile,
    secrets,
    signal,
  );
}
