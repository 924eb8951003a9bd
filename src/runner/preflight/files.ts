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

/** A file that scenarios read. */
export interface WantedFile {
  readonly need: Need;
  readonly key: 'file' | 'large';
  /** the option that names one */
  readonly option: string;
  /** bytes that it must have */
  readonly least: number;
  /** the content of one that is made, in pieces */
  readonly content: (seed: string) => Iterable<Buffer>;
}

const LARGE_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const FILE_BYTES = 20_000;

export const FILES: readonly WantedFile[] = [
  {
    need: 'existing-file',
    key: 'file',
    option: '--file',
    least: 1,
    content: (seed) => [seededBytes(FILE_BYTES, seed)],
  },
  {
    need: 'large-file',
    key: 'large',
    option: '--large-file',
    least: LARGE_BYTES / 2,
    content: (seed) =>
      Array<Buffer>(LARGE_BYTES / PIECE_BYTES).fill(seededBytes(PIECE_BYTES, seed)),
  },
];

/**
 * The absolute name of a file that the user named.
 * @throws TargetFailed where the server says that it is not there, or smaller than it has to be
 */
export async function checkNamed(
  world: World,
  { option, least }: WantedFile,
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
  if (size < least)
    throw new TargetFailed(`${option} ${name} has ${size} bytes; ${least} are needed`);
  return path;
}

/** Makes the directory that is removed at the end. */
export async function makeScratch(world: World, onMade: (root: string) => void): Promise<void> {
  const control = await keeper(world);
  const home = await enterHome(world, control);
  const { seed } = world.profile;
  const root = joinPath(home, `ftpspec-${seededBytes(6, `${seed}/scratch`).toString('hex')}`);
  try {
    await command(world, control, `MKD ${root}`, [2]);
  } catch (error) {
    // Whatever else was wrong with it, it was no refusal.
    if (error instanceof SetupFailed && error.code !== undefined && error.code < 400) onMade(root);
    throw error;
  }
  onMade(root);
}

/** Stores a file in the scratch directory. @returns its absolute name */
export async function makeFile(
  world: World,
  { key, content }: WantedFile,
  root: string,
): Promise<string> {
  const control = await keeper(world);
  await command(world, control, 'TYPE I', [2]);
  const path = joinPath(root, `${key}.bin`);
  await store(world, control, path, content(world.profile.seed));
  return path;
}

/** A file in the login directory that will do, or why there is none. */
export async function findFile(
  world: World,
  { least, option }: WantedFile,
): Promise<{ readonly path: string } | { readonly why: string }> {
  const control = await keeper(world);
  const home = await enterHome(world, control);
  await command(world, control, 'TYPE A', [2]);
  const listed = listingLines((await fetch(world, control, 'LIST')).toString('utf8')).map(
    parseListed,
  );
  const found = listed.find((one) => one?.type === 'file' && (one.size ?? 0) >= least);
  return found
    ? { path: joinPath(home, found.name) }
    : { why: `no such file in ${home}; name one with ${option}` };
}

/** Goes where the target's URL says. @returns the directory's absolute name */
async function enterHome(world: World, control: Control): Promise<string> {
  const { directory } = world.profile;
  if (directory !== '') await command(world, control, `CWD ${directory}`, [2]);
  return parse257((await command(world, control, 'PWD', [2])).text);
}
