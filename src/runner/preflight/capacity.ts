import { SetupFailed } from '../../scenario/outcomes.ts';
import type { Start } from '../../scenario/stages.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { startSession } from '../../scenario/session-start.ts';
import { isLoopback } from '../../targets/addresses.ts';
import type { PreflightContext } from './context.ts';
import { CONTROL } from './sessions.ts';

/** Sessions side by side: what a polite visitor of somebody else's server opens, and what our own can take. */
const MOST_JOBS = { own: 12, foreign: 3 };

/**
 * How many scenarios may play side by side.
 * @param stage how far sessions get
 */
export async function findJobs(
  context: PreflightContext,
  profile: ServerProfile,
  stage: Start,
): Promise<number> {
  const { options, needs } = context;
  const open = await countSessions(context, profile, stage);
  if (open < 2) {
    needs.unmet.set('second-connection', 'the server takes one connection at a time');
    return 1;
  }
  // Half of what there is room for, as some scenarios open several.
  return options.jobs ?? Math.max(1, Math.floor(open / 2));
}

/** How many sessions the server takes at a time: opens one after another until it says that it is enough. */
async function countSessions(
  { options, sessions }: PreflightContext,
  profile: ServerProfile,
  stage: Start,
): Promise<number> {
  const { account } = profile;
  const own = options.own || isLoopback(profile.host);
  // Where the user has said how many, it only matters whether a second one is possible.
  const most = options.jobs === undefined ? 2 * (own ? MOST_JOBS.own : MOST_JOBS.foreign) : 2;
  return await sessions.open(profile, async (world) => {
    for (let open = 0; open < most; open++)
      try {
        await startSession(world, `${CONTROL}${open}`, { stage, account, directory: 'stay' });
      } catch (error) {
        if (!(error instanceof SetupFailed)) throw error;
        return Math.max(1, open);
      }
    return most;
  });
}
