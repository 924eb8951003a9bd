import { fetch, keeper, store } from '../../scenario/files.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { Need } from '../../scenario/schema.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { command } from '../../scenario/session-start.ts';
import type { Control, World } from '../../scenario/world.ts';
import { joinPath } from '../../wire/path.ts';
import { isTargetError } from '../target-errors.ts';
import type { PreflightContext } from './context.ts';
import { doesNothing, type Needs } from './needs.ts';

/** Something that an account may not be allowed to do, or that is only said to be done; tried with names of our own. */
interface Trial {
  readonly need: Need;
  /** the command that it is about */
  readonly verb: string;
  /** it can only be tried where these work */
  readonly behind: readonly Need[];
  /** where this does not work, nothing is known of it */
  readonly untriedWithout?: Need;
  /** @returns what shows that nothing was done, though it was answered as done */
  readonly attempt: (world: World, control: Control, root: string) => Promise<string | undefined>;
}

/** Without a line end, so that TYPE does not matter. */
const FIRST = 'ftpspec';
const SECOND = 'tested';
const LINES = 'a\nb\n';
const bytes = (text: string): Buffer[] => [Buffer.from(text)];
const file = (root: string): string => joinPath(root, 'trial');

/** In this order: some use what those before them have left. */
const TRIALS: readonly Trial[] = [
  {
    need: 'uploads',
    verb: 'STOR',
    behind: [],
    attempt: async (world, control, root) => {
      await store(world, control, file(root), bytes(FIRST));
      if ((await read(world, control, file(root))) !== undefined) return undefined;
      // Who may not read may yet see it.
      const listed = await read(world, control, root, 'NLST');
      return listed === undefined || listed.includes('trial')
        ? undefined
        : `${file(root)} can neither be read nor listed`;
    },
  },
  {
    need: 'downloads',
    verb: 'RETR',
    behind: [],
    untriedWithout: 'uploads',
    attempt: async (world, control, root) => {
      if (await isStored(world, control, root)) await fetch(world, control, `RETR ${file(root)}`);
      return undefined;
    },
  },
  {
    need: 'listings',
    verb: 'LIST',
    behind: [],
    attempt: async (world, control, root) => {
      // Of an empty directory some say 550, and not every server takes the name of one.
      await command(world, control, `MKD ${joinPath(root, 'listed')}`, ANY);
      if ((await command(world, control, `CWD ${root}`, ANY)).code >= 400) return undefined;
      await fetch(world, control, 'LIST');
      return undefined;
    },
  },
  {
    need: 'types',
    verb: 'TYPE',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      const path = joinPath(root, 'lines');
      await store(world, control, path, bytes(LINES));
      const text = await read(world, control, path);
      return text === LINES.replaceAll('\n', '\r\n')
        ? 'behind TYPE I lines end in CRLF'
        : undefined;
    },
  },
  {
    need: 'restarting',
    verb: 'REST',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      const sent = await fetch(world, control, `RETR ${file(root)}`, { rest: 3 });
      return sent.toString() === FIRST ? 'RETR begins at the beginning' : undefined;
    },
  },
  {
    need: 'overwriting',
    verb: 'STOR',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      await store(world, control, file(root), bytes(SECOND));
      const text = await read(world, control, file(root));
      return text === FIRST ? `${file(root)} is what it was before` : undefined;
    },
  },
  {
    need: 'appending',
    verb: 'APPE',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      const before = await read(world, control, file(root));
      await store(world, control, file(root), bytes(FIRST), 'APPE');
      const after = await read(world, control, file(root));
      return before !== undefined && after === before
        ? `${file(root)} is what it was before`
        : undefined;
    },
  },
  {
    need: 'spaces-in-names',
    verb: 'MKD',
    behind: [],
    attempt: async (world, control, root) => {
      await command(world, control, `MKD ${joinPath(root, 'two words')}`, [2]);
      return undefined;
    },
  },
  {
    need: 'making-directories',
    verb: 'MKD',
    behind: [],
    attempt: async (world, control, root) => {
      // A server without CWD is judged elsewhere.
      if ((await command(world, control, `CWD ${root}`, ANY)).code >= 400) return undefined;
      // The scratch directory was made: what is refused here is no policy.
      const name = `${root.slice(root.lastIndexOf('/') + 1)}-made`;
      if ((await command(world, control, `MKD ${name}`, ANY)).code >= 400) return undefined;
      const entered = await command(world, control, `CWD ${name}`, ANY);
      if (entered.code !== 550) return undefined;
      const seen = `"CWD ${name}" draws ${describeReply(entered)}`;
      for (const elsewhere of new Set([root.slice(0, root.lastIndexOf('/')), ''])) {
        const removed = await command(world, control, `RMD ${elsewhere}/${name}`, ANY);
        if (removed.code < 300) return `${seen}, as it was made in ${elsewhere || '/'}`;
      }
      return seen;
    },
  },
  {
    need: 'removing-directories',
    verb: 'RMD',
    behind: [],
    attempt: async (world, control, root) => {
      const folder = joinPath(root, 'folder');
      await command(world, control, `MKD ${folder}`, [2]);
      await command(world, control, `RMD ${folder}`, [2]);
      const again = await command(world, control, `MKD ${folder}`, ANY);
      return again.code >= 500
        ? `"MKD ${folder}", once more, draws ${describeReply(again)}`
        : undefined;
    },
  },
  {
    need: 'removing-files',
    verb: 'DELE',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      await command(world, control, `DELE ${file(root)}`, [2]);
      return await isReadable(world, control, file(root), 'can still be read');
    },
  },
  {
    need: 'renaming',
    verb: 'RNTO',
    behind: ['uploads'],
    attempt: async (world, control, root) => {
      const [before, after] = [joinPath(root, 'old'), joinPath(root, 'new')];
      await store(world, control, before, bytes(FIRST));
      await command(world, control, `RNFR ${before}`, [3]);
      await command(world, control, `RNTO ${after}`, [2]);
      if ((await read(world, control, after)) !== undefined) return undefined;
      return await isReadable(world, control, before, 'can be read under its old name only');
    },
  },
];

const ANY = [2, 4, 5];

/** What a file or a listing holds; undefined where that is refused. */
async function read(
  world: World,
  control: Control,
  path: string,
  verb: 'RETR' | 'NLST' = 'RETR',
): Promise<string | undefined> {
  return (await unlessRefused(fetch(world, control, `${verb} ${path}`)))?.toString();
}

/** Whether a file of ours is taken: what uploads are refused for is another matter. */
async function isStored(world: World, control: Control, root: string): Promise<boolean> {
  const stored = store(world, control, file(root), bytes(FIRST)).then(() => true);
  return (await unlessRefused(stored)) ?? false;
}

/** @returns undefined where a reply refuses it */
async function unlessRefused<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof SetupFailed && error.code !== undefined) return undefined;
    throw error;
  }
}

/** @returns the sentence about the file where it can be read */
async function isReadable(
  world: World,
  control: Control,
  path: string,
  so: string,
): Promise<string | undefined> {
  return (await read(world, control, path)) === undefined ? undefined : `${path} ${so}`;
}

/** The answers of a policy (RFC 959 section 5.4); others show that something is broken, which is for scenarios to say. */
const POLICY = [450, 530, 532, 550, 552, 553, 554];

/**
 * Finds out what the account may do in a directory of ours, and what is only said to be done. What is refused is not
 * judged, nor what needs that which does nothing; anything else is.
 */
export async function findPermissions(
  { needs, sessions }: PreflightContext,
  profile: ServerProfile,
  root: string,
): Promise<void> {
  const wanted = TRIALS.filter(({ need }) => needs.wants(need));
  const tried = TRIALS.filter(
    (one) =>
      wanted.includes(one) ||
      wanted.some(
        ({ behind, untriedWithout }) => behind.includes(one.need) || untriedWithout === one.need,
      ),
  );
  if (tried.length === 0) return;
  try {
    await sessions.open(profile, async (world) => {
      const control = await keeper(world);
      await command(world, control, 'TYPE I', [2]);
      for (const trial of tried)
        await tryOnce(needs, trial, () => trial.attempt(world, control, root));
    });
  } catch (error) {
    // The scenarios will meet it as well.
    if (!isTargetError(error)) throw error;
  }
}

/** Notes whether a policy refuses it, or nothing is done. */
async function tryOnce(
  { unmet, idle }: Needs,
  { need, verb, behind, untriedWithout }: Trial,
  attempt: () => Promise<string | undefined>,
): Promise<void> {
  if (behind.some((one) => idle.has(one))) return;
  if (untriedWithout && (idle.has(untriedWithout) || unmet.has(untriedWithout))) return;
  const reason = behind.map((one) => unmet.get(one)).find((one) => one !== undefined);
  try {
    if (reason !== undefined) unmet.set(need, reason);
    else {
      const seen = await attempt();
      if (seen !== undefined) idle.set(need, doesNothing(verb, seen));
    }
  } catch (error) {
    if (!(error instanceof SetupFailed) || error.code === undefined) throw error;
    if (POLICY.includes(error.code)) unmet.set(need, error.message);
  }
}
