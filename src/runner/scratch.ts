import { setTimeout as delay } from 'node:timers/promises';
import { Transcript } from '../client/transcript.ts';
import { fetch, keeper } from '../scenario/files.ts';
import type { ServerProfile } from '../scenario/server-profile.ts';
import { SetupFailed } from '../scenario/outcomes.ts';
import { World, type Control } from '../scenario/world.ts';
import { listingLines, parseListed } from '../wire/listing.ts';
import { joinPath } from '../wire/path.ts';

/** Directories below directories that a scenario may have made; more is no work of ours. */
const DEEPEST = 12;

/** A directory of ours on the server. */
export interface Scratch {
  readonly profile: ServerProfile;
  /** absolute name */
  readonly root: string;
}

/** How often it is tried where the server turns us away because our last session is just leaving. */
const TRIES = 6;

/**
 * Removes a scratch directory with all that is in it.
 * @param secrets what the answer must not show
 * @returns what is left, as a sentence; undefined where nothing is
 */
export async function removeScratch(
  scratch: Scratch,
  secrets: readonly string[],
): Promise<string | undefined> {
  for (let turn = 1; ; turn++)
    try {
      return (await removed(scratch, secrets)) ? undefined : `${scratch.root} could not be removed`;
    } catch (error) {
      if (error instanceof SetupFailed && error.code === 421 && turn < TRIES) {
        await delay(200 * turn);
        continue;
      }
      return `${scratch.root} could not be removed (${error instanceof Error ? error.message : String(error)})`;
    }
}

async function removed({ profile, root }: Scratch, secrets: readonly string[]): Promise<boolean> {
  const world = new World(
    { ...profile, scratch: undefined, directory: '' },
    new Transcript(secrets),
  );
  try {
    const control = await keeper(world);
    // Some list in no other type.
    await succeeds(world, control, 'TYPE A');
    const bytes = Buffer.from(root).toString('latin1');
    await empty(world, control, bytes, DEEPEST);
    return await succeeds(world, control, `RMD ${bytes}`);
  } finally {
    await world.close();
  }
}

async function empty(
  world: World,
  control: Control,
  directory: string,
  deep: number,
): Promise<void> {
  for (const name of await namesIn(world, control, directory)) {
    const path = joinPath(directory, name);
    if (await succeeds(world, control, `DELE ${path}`)) continue;
    if (deep > 0) await empty(world, control, path, deep - 1);
    await succeeds(world, control, `RMD ${path}`);
  }
}

/**
 * Ways to ask for names, the most telling first: servers hide files that begin with a dot, know no options,
 * or list in a form of their own.
 */
const WAYS: readonly {
  readonly line: string;
  readonly name: (line: string) => string | undefined;
}[] = [
  { line: 'LIST -a', name: (line) => parseListed(line)?.name },
  { line: 'LIST', name: (line) => parseListed(line)?.name },
  { line: 'NLST', name: (line) => line },
];

async function namesIn(world: World, control: Control, directory: string): Promise<string[]> {
  if (!(await succeeds(world, control, `CWD ${directory}`))) return [];
  for (const { line, name } of WAYS) {
    const names = (await linesOf(world, control, line))
      .flatMap((one) => name(one) ?? [])
      .filter((one) => one !== '.' && one !== '..');
    if (names.length > 0) return names;
  }
  return [];
}

/**
 * The lines of a listing, a character a byte, as names need not be UTF-8; none where it is refused, as that
 * of an empty directory may be (R19).
 */
async function linesOf(world: World, control: Control, line: string): Promise<string[]> {
  try {
    return listingLines((await fetch(world, control, line)).toString('latin1'));
  } catch (error) {
    if (error instanceof SetupFailed) return [];
    throw error;
  }
}

async function succeeds(world: World, control: Control, line: string): Promise<boolean> {
  for (const form of formsOf(line)) {
    control.connection.forgetReplies();
    await control.connection.sendRaw(Buffer.from(`${form}\r\n`, 'latin1'));
    const reply = await control.connection.reply(world.profile.replyMs);
    if (reply.code >= 200 && reply.code < 300) return true;
  }
  return false;
}

/**
 * What a name of the listing, a character a byte, may have to be called: a byte 255 is doubled on a Telnet connection,
 * which not every server knows, and some list in UTF-8 what they take a byte a character.
 */
function formsOf(line: string): Set<string> {
  const decoded = Buffer.from(line, 'latin1').toString('utf8');
  const forms = [line.replaceAll('\xff', '\xff\xff'), line];
  return new Set(/^[\0-\xff]*$/.test(decoded) ? [...forms, decoded] : forms);
}
