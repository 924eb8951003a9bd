import { TRANSFER } from '../../client/limits.ts';
import { seededBytes } from '../../scenario/content.ts';
import { fetch, keeper, store } from '../../scenario/files.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import { command } from '../../scenario/session-start.ts';
import type { Need } from '../../scenario/schema.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { Control, World } from '../../scenario/world.ts';
import { listingLines, parseListed } from '../../wire/listing.ts';
import { joinPath, parse257 } from '../../wire/path.ts';
import { TargetFailed } from '../target-errors.ts';
import { doesNothing } from './needs.ts';

/** A file that scenarios read. */
export interface WantedFile {
  readonly need: Need;
  readonly key: 'file' | 'large';
  /** the option that names one */
  readonly option: string;
  /** bytes that it must have, and may have: it is read whole */
  readonly least: number;
  readonly most: number;
  /** the content of one that is made, in pieces */
  readonly content: (seed: string) => Iterable<Buffer>;
}

const LARGE_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const FILE_BYTES = 20_000;

/** A directory that is made to see where another one is. */
const INNER = 'ftpspec-inner';

/** Files of a listing that are tried. */
const MOST_TRIED = 3;

export const FILES: readonly WantedFile[] = [
  {
    need: 'existing-file',
    key: 'file',
    option: '--file',
    least: 1,
    most: TRANSFER.kept,
    content: (seed) => [seededBytes(FILE_BYTES, seed)],
  },
  {
    need: 'large-file',
    key: 'large',
    option: '--large-file',
    least: LARGE_BYTES / 2,
    most: TRANSFER.bytes,
    content: (seed) =>
      Array<Buffer>(LARGE_BYTES / PIECE_BYTES).fill(seededBytes(PIECE_BYTES, seed)),
  },
];

/**
 * The absolute name of a file that the user named.
 * @throws TargetFailed where the server says that it is not there, or of no size for its purpose
 */
export async function checkNamed(
  world: World,
  { option, least, most }: WantedFile,
  name: string,
): Promise<string> {
  const control = await keeper(world);
  const home = await enterHome(world, control);
  const path = name.startsWith('/') ? name : joinPath(home, name);
  await command(world, control, 'TYPE I', [2]);
  const reply = await command(world, control, `SIZE ${path}`, [2, 4, 5]);
  const unknown = reply.code === 500 || reply.code === 502;
  if (reply.code >= 400 && !unknown)
    throw new TargetFailed(
      `${option} ${name}: "SIZE ${path}" draws ${describeReply(reply)}; name a file that can be read`,
    );
  const size = reply.code === 213 ? Number(reply.text.trim()) : NaN;
  if (size < least || size > most)
    throw new TargetFailed(
      `${option} ${name} has ${size} bytes; name a file of ${least} to ${most} bytes`,
    );
  return path;
}

/** Makes the directory that is removed at the end. */
export async function makeScratch(world: World, onMade: (root: string) => void): Promise<void> {
  const control = await keeper(world);
  const home = await enterHome(world, control);
  const { seed } = world.profile;
  const name = `ftpspec-${seededBytes(6, `${seed}/scratch`).toString('hex')}`;
  const root = joinPath(home, name);
  try {
    await command(world, control, `MKD ${root}`, [2]);
    onMade(root);
  } catch (error) {
    if (!(error instanceof SetupFailed) || error.code === undefined) throw error;
    // Whatever else was wrong with it, it was no refusal.
    if (error.code < 400) onMade(root);
    const found = error.code < 500 ? undefined : await makeByName(world, control, home, name);
    if (found === undefined) throw error;
    onMade(found);
    return;
  }
  await mustLeadThere(world, control, home, root);
}

/** @throws SetupFailed where MKD, or CWD, is answered as done and does nothing */
async function mustLeadThere(
  world: World,
  control: Control,
  home: string,
  root: string,
): Promise<void> {
  const entered = await command(world, control, `CWD ${root}`, [2, 4, 5]);
  // A server without CWD is judged elsewhere.
  if (entered.code === 500 || entered.code === 502) return;
  if (entered.code >= 400)
    throw new SetupFailed(doesNothing('MKD', `"CWD ${root}" draws ${describeReply(entered)}`));
  const here = await command(world, control, 'PWD', [2, 4, 5]);
  if (here.code === 257 && parse257(here.text) !== home) return;
  // PWD may be what is wrong.
  await command(world, control, `MKD ${INNER}`, [2, 4, 5]);
  if ((await command(world, control, `RMD ${joinPath(root, INNER)}`, [2, 4, 5])).code < 300) return;
  await command(world, control, `RMD ${joinPath(home, INNER)}`, [2, 4, 5]);
  throw new SetupFailed(doesNothing('CWD', `behind "CWD ${root}" the directory is ${home}`));
}

/** Makes a directory by its name alone, where absolute names are not what PWD says. @returns the absolute name that it has */
async function makeByName(
  world: World,
  control: Control,
  home: string,
  name: string,
): Promise<string | undefined> {
  if ((await command(world, control, `MKD ${name}`, [2, 4, 5])).code >= 400) return undefined;
  const root = await leadingTo(absoluteNames(home, name), (one) => isEntered(world, control, one));
  // CWD may have led elsewhere, and what is left is looked for at the end.
  if (root === undefined) await command(world, control, `RMD ${name}`, [2, 4, 5]);
  return root;
}

/** Whether a directory is there: some say 250 to CWD whatever the name, so that something is made in it as well. */
async function isEntered(world: World, control: Control, path: string): Promise<boolean> {
  if ((await command(world, control, `CWD ${path}`, [2, 4, 5])).code >= 400) return false;
  const inner = joinPath(path, INNER);
  if ((await command(world, control, `MKD ${inner}`, [2, 4, 5])).code >= 400) return false;
  await command(world, control, `RMD ${inner}`, [2, 4, 5]);
  return true;
}

/**
 * Stores a file in the scratch directory.
 * @returns its absolute name
 * @throws SetupFailed where it is refused, or answered as done and cannot be read
 */
export async function makeFile(
  world: World,
  { key, content }: WantedFile,
  root: string,
): Promise<{ readonly path: string }> {
  const control = await keeper(world);
  await command(world, control, 'TYPE I', [2]);
  const path = joinPath(root, `${key}.bin`);
  await store(world, control, path, content(world.profile.seed));
  if (await isRead(world, control, path)) return { path };
  throw new SetupFailed(doesNothing('STOR', `${path} cannot be read`));
}

/** A file in the login directory that will do, or why there is none. */
export async function findFile(
  world: World,
  { least, most, option }: WantedFile,
): Promise<{ readonly path: string } | { readonly why: string }> {
  const control = await keeper(world);
  const home = await enterHome(world, control);
  await command(world, control, 'TYPE A', [2]);
  const listed = listingLines((await fetch(world, control, 'LIST')).toString('utf8')).map(
    parseListed,
  );
  const fits = (size = 0): boolean => size >= least && size <= most;
  const likely = listed
    .flatMap((one) => (one?.type === 'file' && fits(one.size) ? one : []))
    // The least to fetch for everybody.
    .sort((one, other) => (one.size ?? 0) - (other.size ?? 0))
    .slice(0, MOST_TRIED)
    .map(({ name }) => name);
  if (likely.length === 0)
    return { why: `no file of ${least} to ${most} bytes in ${home}; name one with ${option}` };
  await command(world, control, 'TYPE I', [2]);
  for (const name of likely) {
    const path = await leadingTo(absoluteNames(home, name), (one) => isRead(world, control, one));
    if (path !== undefined) return { path };
  }
  return {
    why: `${likely.join(', ')} in ${home} cannot be read by an absolute name; name a file with ${option}`,
  };
}

/** The absolute names that something in the login directory may have: PWD does not always tell what other commands take. */
function absoluteNames(home: string, name: string): string[] {
  return [...new Set([joinPath(home, name), `/${name}`])];
}

async function leadingTo(
  names: readonly string[],
  leads: (name: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const name of names) if (await leads(name)) return name;
  return undefined;
}

/** Whether a file is there to be read: it has a size, or where SIZE does not say, a first byte. */
async function isRead(world: World, control: Control, path: string): Promise<boolean> {
  const { code } = await command(world, control, `SIZE ${path}`, [2, 4, 5]);
  if (code === 213) return true;
  try {
    return (await fetch(world, control, `RETR ${path}`, { most: 1 })).length > 0;
  } catch (error) {
    if (error instanceof SetupFailed) return false;
    throw error;
  }
}

/** Goes where the target's URL says. @returns the directory's absolute name */
async function enterHome(world: World, control: Control): Promise<string> {
  const { directory } = world.profile;
  if (directory !== '') await command(world, control, `CWD ${directory}`, [2]);
  return parse257((await command(world, control, 'PWD', [2])).text);
}
