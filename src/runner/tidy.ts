import { TargetError } from '../targets/url.ts';
import { type AccessOptions, secretsOf } from './options.ts';
import { addressesOf } from './preflight/addresses.ts';
import { initialProfile } from './preflight/initial-profile.ts';
import type { Leftover } from './results.ts';
import { removeScratch } from './scratch.ts';
import type { ScratchNotes } from './scratch-notes.ts';

/** One directory that was noted, and what of it could not be removed. */
export interface Tidied {
  readonly root: string;
  readonly leftovers: readonly Leftover[];
}

/**
 * Removes from a target what runs have left there that were killed.
 * @param signal ends it early
 * @throws TargetError
 */
export async function tidy(
  options: AccessOptions,
  notes: ScratchNotes,
  signal: AbortSignal,
): Promise<Tidied[]> {
  const noted = (await notes.left()).filter(({ target }) => target === options.name);
  if (noted.length === 0) return [];
  const hosts = await addressesOf(options);
  const host = hosts[4] ?? hosts[6];
  if (host === undefined) throw new TargetError(`${options.target.host} has no address`);
  const profile = initialProfile(options, host);
  const done: Tidied[] = [];
  for (const { root } of noted) {
    const leftovers = await removeScratch({ profile, root }, [], secretsOf(options), signal);
    if (leftovers.length === 0) notes.remove(options.name, root);
    done.push({ root, leftovers });
  }
  return done;
}
