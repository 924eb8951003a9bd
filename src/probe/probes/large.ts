import type { PassiveVerb } from '../../client/data-set-up.ts';
import { decodeText } from '../../wire/bytes.ts';
import { isEntryName } from '../../wire/entry-name.ts';
import { listingLines, parseListed } from '../../wire/listing.ts';
import { openSession, type Route } from '../open-session.ts';
import { isClass, isDenied } from '../observations.ts';
import type { Session } from '../session.ts';
import type { Attempt } from '../transfer.ts';
import { activeTransfer } from './active.ts';
import { announce, type Announcement, follow, LISTING, passiveTransfer } from './passive.ts';

/** Enough to fill several full segments, and to outlast the buffers on the way. */
const ENOUGH = 16 * 1024;
/** Files up to here are preferred; larger ones are read for as long as a transfer may take, and not further than this. */
const ROUND = 4 * 1024 * 1024;
const MOST = 32 * 1024 * 1024;
/** How many files, and how many directories, are tried. */
const TRIES = 3;
/** How many set-ups, where some ports fail, look for a port that does not. */
const OFFERS = 6;

/** Fetches a file that fills several segments, found in the listing or named by `--file`. */
export async function largeTransfer(
  first: Session,
  route: Route,
  verb: PassiveVerb,
  works: Attempt | undefined,
): Promise<void> {
  const { context } = first;
  const omit = (why: string): void => {
    context.see({ kind: 'omitted', stage: 'large transfer', why, ms: 0 });
  };
  const stalled = works ? undefined : stalledListing(first);
  if (stalled) {
    await smaller(first, route, verb);
    return;
  }
  const active = context.seen.some(
    (one) =>
      one.kind === 'transfer' &&
      one.mode === 'active' &&
      one.at.secured === route.secured &&
      one.stopped === undefined,
  );
  if (!works && !active) {
    omit('no transfer works');
    return;
  }
  const session = first.usable ? first : await openSession(context, 'large', route);
  if (!session) return;
  const fetch = async (command: string, expected?: number): Promise<Attempt | undefined> => {
    const wanted = { purpose: 'large', command, most: MOST, expected } as const;
    if (works) return await follow(session, wanted, await offered(session, verb));
    return await activeTransfer(session, session.at.family === 4 ? 'PORT' : 'EPRT', wanted);
  };
  const list = async (): Promise<Buffer> => {
    const wanted = { ...LISTING, purpose: 'sample' } as const;
    const done = works
      ? await passiveTransfer(session, verb, wanted)
      : await activeTransfer(session, session.at.family === 4 ? 'PORT' : 'EPRT', wanted);
    return done?.bytes ?? Buffer.alloc(0);
  };
  const done = await fetchSomething(session, works?.bytes ?? (await list()), fetch, list);
  if (done === 'nothing') omit('no file to fetch in sight; --file names one');
  if (done === 'denied')
    omit(`the server does not give ${context.options.file ?? 'the file'} (--file)`);
}

/** A passive set-up; where ports fail, one whose port worked before if the server has it to offer: size is the question here. */
async function offered(session: Session, verb: PassiveVerb): Promise<Announcement> {
  const dialled = session.context.seen.flatMap((one) =>
    one.kind === 'transfer' && one.mode === 'passive' ? [one] : [],
  );
  const some = dialled.some(({ stopped }) => stopped === 'dial');
  for (let offer = 1; ; offer++) {
    const announcement = await announce(session, verb);
    const port = announcement.endpoint?.port;
    const good = dialled.some(({ endpoint, stopped }) => !stopped && endpoint?.port === port);
    if (!some || good || offer === OFFERS || !session.usable) return announcement;
  }
}

async function fetchSomething(
  session: Session,
  listing: Buffer,
  fetch: (command: string, expected?: number) => Promise<Attempt | undefined>,
  list: () => Promise<Buffer>,
): Promise<'fetched' | 'denied' | 'nothing'> {
  const { options } = session.context;
  await session.note('TYPE I');
  if (options.file !== undefined) {
    const done = await fetch(`RETR ${options.file}`, await sizeOf(session, options.file));
    return done && isDenied(done.seen) ? 'denied' : 'fetched';
  }
  if (await fetchOneOf(session, files(listing), fetch)) return 'fetched';
  for (const directory of directories(listing).slice(0, TRIES)) {
    if (!session.usable) return 'nothing';
    if (!isClass(await session.note(`CWD ${directory}`), 2)) continue;
    const found = files(await list());
    if (await fetchOneOf(session, found, fetch)) return 'fetched';
    await leave(session);
  }
  return 'nothing';
}

async function leave(session: Session): Promise<void> {
  if (session.usable) await session.note('CDUP');
}

async function fetchOneOf(
  session: Session,
  names: readonly string[],
  fetch: (command: string, expected?: number) => Promise<Attempt | undefined>,
): Promise<boolean> {
  for (const name of names.slice(0, TRIES)) {
    if (!session.usable) return false;
    const expected = await sizeOf(session, name);
    if (expected === 0) continue;
    const done = await fetch(`RETR ${name}`, expected);
    if (done && !isDenied(done.seen)) return true;
  }
  return false;
}

/** Bytes that RETR will send, as far as the server says so for TYPE I (RFC 3659 section 4). */
async function sizeOf(session: Session, name: string): Promise<number | undefined> {
  if (!session.usable) return undefined;
  const answer = await session.note(`SIZE ${name}`);
  const text = answer.code === 213 ? (answer.lines[0] ?? '').slice(4).trim() : '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Names of files: first those large enough, nearest to the right size; then the others, largest first. */
function files(listing: Buffer): string[] {
  const found = listingLines(decodeText(listing)).flatMap((line) => {
    const entry = parseListed(line);
    return entry?.type === 'file' && isEntryName(entry.name) && (entry.size ?? 0) > 0
      ? [{ name: entry.name, size: entry.size ?? 0 }]
      : [];
  });
  const rank = (size: number): number => (size > ROUND ? 1 : size >= ENOUGH ? 0 : 2);
  return found
    .sort(
      (a, b) =>
        rank(a.size) - rank(b.size) || (rank(a.size) === 1 ? a.size - b.size : b.size - a.size),
    )
    .map(({ name }) => name);
}

function directories(listing: Buffer): string[] {
  return listingLines(decodeText(listing)).flatMap((line) => {
    const entry = parseListed(line);
    return entry?.type === 'dir' && isEntryName(entry.name) ? [entry.name] : [];
  });
}

/** A listing that opened and stalled: whether less data comes through. */
function stalledListing(session: Session): boolean {
  return session.context.seen.some(
    (one) =>
      one.kind === 'transfer' &&
      one.purpose === 'listing' &&
      (one.stopped === 'data' || one.stopped === 'handshake'),
  );
}

/** Less data than a listing: names only, and where those are many, the names of the directory above. */
async function smaller(first: Session, route: Route, verb: PassiveVerb): Promise<void> {
  for (const above of [false, true]) {
    const session = await openSession(first.context, 'small', route);
    if (!session) return;
    if (above && !isClass(await session.note('CDUP'), 2)) return session.close();
    const wanted = { purpose: 'small', command: 'NLST', most: 64 * 1024 } as const;
    const { seen } = await passiveTransfer(session, verb, wanted);
    await session.close();
    if (seen.stopped === undefined) return;
  }
}
