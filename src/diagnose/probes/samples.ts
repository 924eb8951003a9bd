import { enter, type Way } from '../entry.ts';
import type { Transfer } from '../observations.ts';
import type { Session } from '../session.ts';
import type { Attempt, Wanted } from '../transfer.ts';
import type { World } from '../world.ts';
import { announce, follow, LISTING, type PassiveVerb } from './passive.ts';

/** So many transfers tell whether ports differ. */
const SAMPLES = 20;
/** Set-ups beyond these look for ports not announced yet; those known already are not dialled again. */
const MOST_SETUPS = 150;
const SMALL_RANGE = 64;
/** All samples together; a slow line gets fewer. */
const BUDGET_MS = 5000;
/** Where some fail, what they have in common is worth more time. */
const FAILING_BUDGET_MS = 9000;
/** A port that did not answer the first packet or the second will not answer the third. */
const SILENT_MS = 2000;
/** A listing above this is not worth being fetched again and again. */
const SMALL_LISTING = 8 * 1024;
/** So many attempts, within that time, where they fail at once. */
const QUICK = 12;
const QUICK_MS = 1500;
/** A port that fails gets a second chance, and no third. */
const CHANCES = 2;

/**
 * Many passive set-ups one after another: which ports are announced, which of them work.
 * @returns a transfer that worked where none had before
 */
export async function samplePorts(
  first: Session,
  way: Way,
  verb: PassiveVerb,
  works: Attempt | undefined,
): Promise<Attempt | undefined> {
  if (works) {
    const small = works.seen.bytes <= SMALL_LISTING;
    const wanted: Wanted = { ...SAMPLE, command: small ? 'LIST' : '' };
    return await sample(first, way, verb, wanted, SAMPLES);
  }
  // Nothing works: a few more ports, side by side, show whether that holds for all of them.
  const beside = await enter(first.world, 'samples', way);
  const [one, another] = await Promise.all([
    sample(first, way, verb, SAMPLE, 3),
    beside && sample(beside, way, verb, SAMPLE, 2),
  ]);
  await beside?.close();
  return one ?? another;
}

const SAMPLE: Wanted = { ...LISTING, purpose: 'sample', replyMs: SILENT_MS };

/** What is known of one port. */
interface Tally {
  good: number;
  bad: number;
}

async function sample(
  first: Session,
  way: Way,
  verb: PassiveVerb,
  wanted: Wanted,
  least: number,
): Promise<Attempt | undefined> {
  const { world } = first;
  const start = performance.now();
  const dialMs = Math.min(SILENT_MS, world.limits.dialMs);
  const found = new Map<number, Tally>();
  let working: Attempt | undefined;
  let session: Session | undefined = first;
  let idle = 0;
  for (let count = 0; count < MOST_SETUPS; count++) {
    const took = performance.now() - start;
    if (took > (fails(found) ? FAILING_BUDGET_MS : BUDGET_MS)) break;
    // Refusals cost no time: more of them make sure that it is all ports.
    const enough = working ? least : took < QUICK_MS ? QUICK : least;
    if (count >= enough && (!working || complete(found, idle, world.wishes.passivePorts))) break;
    if (!session.usable) {
      session.destroy();
      session = await enter(world, 'samples', way);
      if (!session) break;
    }
    const announcement = await announce(session, verb);
    const known = found.get(announcement.endpoint?.port ?? 0);
    idle = known ? idle + 1 : 0;
    if (known && (known.bad >= CHANCES || (count >= least && known.bad === 0))) continue;
    const done = await follow(session, wanted, announcement, dialMs);
    if (done.seen.stopped === 'set-up') break;
    if (done.seen.stopped === undefined) working ??= done;
    tally(found, done.seen);
  }
  if (session !== first) await session?.close();
  return working;
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
  declared: World['wishes']['passivePorts'],
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
