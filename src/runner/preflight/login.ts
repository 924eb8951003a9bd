import { ANNOUNCING, type PassiveVerb } from '../../client/data-set-up.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import type { Control, World } from '../../scenario/world.ts';
import { isTargetError } from '../target-errors.ts';
import { canBeJudged, type LoginBarrier } from './login-barrier.ts';
import type { Sessions } from './sessions.ts';

/** What a login found out; with a barrier nobody can log in, but what comes before the login can be judged. */
export interface LoginTried {
  readonly profile: ServerProfile;
  readonly barrier: LoginBarrier | undefined;
}

/**
 * Logs in once; whether EPSV is known decides how data connections are made where it does not matter.
 * @throws SetupFailed where nobody can log in and nothing before it is worth judging
 */
export async function tryLogin(sessions: Sessions, profile: ServerProfile): Promise<LoginTried> {
  try {
    const passive = await sessions.openAt('logged-in', profile, preferredPassive);
    return { profile: { ...profile, passive }, barrier: undefined };
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    const barrier = await findBarrier(sessions, profile, error);
    if (!canBeJudged(barrier, error.code)) throw error;
    return { profile, barrier };
  }
}

async function preferredPassive({ profile }: World, { connection }: Control): Promise<PassiveVerb> {
  await connection.send('EPSV');
  const reply = await connection.arrival(profile.replyMs);
  return reply && 'lines' in reply && reply.code === ANNOUNCING.EPSV ? 'EPSV' : 'PASV';
}

/** The first stage that is not reached on the way to a login that fails. */
async function findBarrier(
  sessions: Sessions,
  profile: ServerProfile,
  { code, message: reason }: SetupFailed,
): Promise<LoginBarrier> {
  // Silence after a good greeting is not worth judging, and would have to be waited for once more.
  const stages = code === undefined ? (['greeted'] as const) : (['greeted', 'secured'] as const);
  for (const before of stages)
    try {
      await sessions.openAt(before, profile, () => undefined);
    } catch (error) {
      if (!isTargetError(error)) throw error;
      return { before, reason: error.message };
    }
  return { before: 'logged-in', reason };
}
