import type { PassiveVerb } from '../../client/data-set-up.ts';
import { openSession, type Route } from '../open-session.ts';
import type { Transfer } from '../observations.ts';
import type { Session } from '../session.ts';
import type { Attempt, Wanted } from '../transfer.ts';
import type { ProbeContext } from '../context.ts';
import { announce, follow, LISTING } from './passive.ts';

/** How many transfers tell whether ports differ. */
const SAMPLES = 20;
/** Set-ups beyond these look for ports not announced yet; those known already are not dialled again. */
const MOST_SETUPS = 150;
const SMALL_RANGE = 64;
/** All samples together; a slow line gets fewer. */
const BUDGET_MS = 5000;
/** Where some fail, what they have in common is worth more time: some of it even after a long search. */
const FAILING_BUDGET_MS = 8000;
const LEAST_BUDGET_MS = 3000;
/** A port that did not answer the first packet or the second will not answer the third. */
const SILENT_MS = 2000;
/** The first that does not is dialled again at once, as it may have been the packets. */
const AGAIN_MS = 1500;
/** The first that opens and draws no reply gets longer: where packets got lost, the server hears of it late. */
const FIRST_REPLY_MS = 4000;
/** Where nothing was met that answers, many ports that wait for the second packet tell more than few that wait longer. */
const SEARCH_MS = 1200;
/** Attempts in each of two sessions: one open port in three is then met nearly always. */
const SEARCHED = 5;
/** A listing above this, or one that did not end in its time, is not worth being fetched again and again. */
const SMALL_LISTING = 8 * 1024;
/** Attempts, and the time for them, where they fail at once. */
const QUICK = 12;
const QUICK_MS = 1500;
/** A port that fails gets a second chance, and no third. */
const CHANCES = 2;

/** What several sessions find out together. */
interface Search {
  readonly start: number;
  readonly found: Map<number, Tally>;
  /** the first transfer that worked */
  working: Attempt | undefined;
}

/**
 * Many passive set-ups one after another: which ports are announced, which of them work.
 * @returns a transfer that worked, where one did
 */
export async function samplePorts(
  first: Session,
  route: Route,
  verb: PassiveVerb,
  works: Attempt | undefined,
): Promise<Attempt | undefined> {
  const search: Search = { start: performance.now(), found: new Map(), working: works };
  if (!works) await searchPort(first, route, verb, search);
  if (!search.working) return undefined;
  const { bytes, dataEnd } = search.working.seen;
  const small = bytes <= SMALL_LISTING && dataEnd !== 'cut';
  // A server that takes its time is no dead port.
  const usual = 2 * (search.working.seen.opened?.ms ?? 0);
  const replyMs = Math.min(first.context.limits.replyMs, Math.max(SILENT_MS, usual));
  const wanted: Wanted = { ...SAMPLE, replyMs, command: small ? 'LIST' : '' };
  await sample(first, route, verb, wanted, search);
  return search.working;
}

/** Nothing works: more ports, side by side, until one is met that does, or it is likely that none will. */
async function searchPort(
  first: Session,
  route: Route,
  verb: PassiveVerb,
  search: Search,
): Promise<void> {
  const second = await openSession(first.context, 'samples', route);
  const sessions = second ? [first, second] : [first];
  await Promise.all(
    sessions.map(async (session) => {
      for (let count = 0; count < QUICK && session.usable && !search.working; count++) {
        // Refusals cost no time: more of them make sure that it is all ports.
        if (count >= SEARCHED && performance.now() - search.start >= QUICK_MS) return;
        const announcement = await announce(session, verb);
        const known = search.found.get(announcement.endpoint?.port ?? 0);
        if (known && known.bad >= CHANCES) continue;
        const dialMs = Math.min(SEARCH_MS, session.context.limits.dialMs);
        const { seen, ...rest } = await follow(session, SAMPLE, announcement, dialMs);
        if (seen.stopped === 'set-up') return;
        tally(search.found, seen);
        if (seen.stopped === undefined) search.working ??= { seen, ...rest };
      }
    }),
  );
  await second?.close();
}

const SAMPLE: Wanted = { ...LISTING, purpose: 'sample', replyMs: SILENT_MS };

/** What is known of one port. */
interface Tally {
  good: number;
  bad: number;
}

async function sample(
  first: Session,
  route: Route,
  verb: PassiveVerb,
  wanted: Wanted,
  { start: searchStart, found }: Search,
): Promise<void> {
  const { context } = first;
  const start = performance.now();
  const dialMs = Math.min(SILENT_MS, context.limits.dialMs);
  const firstReplyMs = Math.min(FIRST_REPLY_MS, context.limits.replyMs);
  const patient: Wanted = { ...wanted, replyMs: Math.max(wanted.replyMs ?? 0, firstReplyMs) };
  const failingBudget = Math.max(FAILING_BUDGET_MS - (start - searchStart), LEAST_BUDGET_MS);
  let session: Session | undefined = first;
  let idle = 0;
  for (let count = 0; count < MOST_SETUPS; count++) {
    const took = performance.now() - start;
    if (took > (fails(found) ? failingBudget : BUDGET_MS)) break;
    const enough = count >= SAMPLES;
    if (enough && complete(found, idle, context.options.passivePorts)) break;
    session = await usable(session, route);
    if (!session) break;
    const announcement = await announce(session, verb);
    const known = found.get(announcement.endpoint?.port ?? 0);
    idle = known ? idle + 1 : 0;
    if (known && isSettled(known, enough)) continue;
    const isFirst = !fails(found);
    const done = await follow(session, isFirst ? patient : wanted, announcement, dialMs);
    if (done.seen.stopped === 'set-up') break;
    tally(found, done.seen);
    // Packets get lost, and the server still listens.
    if (isFirst && isSilent(done.seen))
      tally(found, (await follow(session, wanted, announcement, AGAIN_MS)).seen);
  }
  if (session !== first) await session?.close();
}

/** The session while it can be used, then another like it. */
async function usable(session: Session, route: Route): Promise<Session | undefined> {
  if (session.usable) return session;
  session.destroy();
  return await openSession(session.context, 'samples', route);
}

/** Whether a port need not be dialled again: it had its chances, or it works and there are samples enough. */
function isSettled({ bad }: Tally, enough: boolean): boolean {
  return bad >= CHANCES || (enough && bad === 0);
}

function isSilent({ stopped, dial }: Transfer): boolean {
  return stopped === 'dial' && dial?.outcome === 'filtered';
}

function fails(found: ReadonlyMap<number, Tally>): boolean {
  return [...found.values()].some(({ bad }) => bad > 0);
}

function tally(found: Map<number, Tally>, seen: Transfer): void {
  const port = seen.endpoint?.port ?? 0;
  const entry = found.get(port) ?? { good: 0, bad: 0 };
  if (seen.stopped === undefined) entry.good++;
  else entry.bad++;
  found.set(port, entry);
}

/**
 * Whether more set-ups would tell nothing new: the range is large, all of the declared range was seen, or
 * nothing new came for so long that there is hardly a port left.
 */
function complete(
  found: ReadonlyMap<number, Tally>,
  idle: number,
  declared: ProbeContext['options']['passivePorts'],
): boolean {
  const ports = [...found.keys()];
  const span = Math.max(...ports) - Math.min(...ports) + 1;
  if (span > SMALL_RANGE) return true;
  const unsure = [...found.values()].some(({ good, bad }) => good === 0 && bad < CHANCES);
  if (unsure) return false;
  const inside = declared ? ports.filter((port) => port >= declared[0] && port <= declared[1]) : [];
  if (declared && inside.length === declared[1] - declared[0] + 1) return true;
  return idle >= 4 * found.size;
}
