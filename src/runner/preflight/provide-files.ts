import type { ServerProfile } from '../../scenario/server-profile.ts';
import { isTargetError } from '../target-errors.ts';
import type { PreflightContext } from './context.ts';
import { checkNamed, FILES, findFile, makeFile, makeScratch, type WantedFile } from './files.ts';
import type { Sessions } from './sessions.ts';

/** Where files are that scenarios read, and the directory that they may write in. */
export interface Provided {
  readonly files: Partial<Pick<ServerProfile, WantedFile['key']>>;
  readonly scratchRoot: string | undefined;
}

/**
 * A scratch directory and files, made where that is allowed, found where not.
 * @throws TargetFailed where a file that the user named is not there
 */
export async function provideFiles(
  context: PreflightContext,
  profile: ServerProfile,
): Promise<Provided> {
  const { needs, options, sessions } = context;
  const wanted = FILES.filter(({ need }) => needs.wants(need));
  const files: { -readonly [K in keyof Provided['files']]: Provided['files'][K] } = {};
  const toMake: WantedFile[] = [];
  for (const file of wanted) {
    const named = profile[file.key];
    if (named === undefined) toMake.push(file);
    else files[file.key] = await sessions.open(profile, (world) => checkNamed(world, file, named));
  }
  const needsScratch = needs.wants('writable-dir') || (mayWrite(options) && toMake.length > 0);
  const scratchRoot = needsScratch ? await provideScratch(context, profile) : undefined;
  for (const file of toMake)
    await needs.meet(file.need, async () => {
      const provided = await provideFile(sessions, profile, file, scratchRoot);
      if ('why' in provided)
        return (mayWrite(options) && needs.unmet.get('writable-dir')) || provided.why;
      files[file.key] = provided.path;
      return undefined;
    });
  return { files, scratchRoot };
}

function mayWrite({ own, allow }: PreflightContext['options']): boolean {
  return own || allow.includes('writes');
}

/** @returns its absolute name, also where the server did make it but said so in a way that fails the need */
async function provideScratch(
  { needs, options, sessions, onScratch }: PreflightContext,
  profile: ServerProfile,
): Promise<string | undefined> {
  let made: string | undefined;
  await needs.meet('writable-dir', async () => {
    if (!mayWrite(options)) return 'writing is not allowed on this host (--allow writes)';
    await sessions.open(profile, (world) =>
      makeScratch(world, (root) => {
        made = root;
        onScratch({ profile, root });
      }),
    );
    return undefined;
  });
  return made;
}

/** Makes a file where there is a scratch directory that takes it, and finds one where not. */
async function provideFile(
  sessions: Sessions,
  profile: ServerProfile,
  file: WantedFile,
  scratchRoot: string | undefined,
): Promise<{ readonly path: string } | { readonly why: string }> {
  let refused: string | undefined;
  if (scratchRoot !== undefined)
    try {
      return await sessions.open(profile, (world) => makeFile(world, file, scratchRoot));
    } catch (error) {
      if (!isTargetError(error)) throw error;
      refused = error.message;
    }
  const found = await sessions.open(profile, (world) => findFile(world, file));
  return 'why' in found && refused !== undefined ? { why: refused } : found;
}
