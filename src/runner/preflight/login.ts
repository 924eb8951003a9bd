import { SetupFailed } from '../../scenario/outcomes.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { ANONYMOUS, type DataAddress } from '../options.ts';
import { isTargetError } from '../target-errors.ts';
import { findDataPath } from './data-path.ts';
import { canBeJudged, type LoginBarrier } from './login-barrier.ts';
import type { Sessions } from './sessions.ts';

/** What a login found out; with a barrier nobody can log in, but what comes before the login can be judged. */
export interface LoginTried {
  readonly profile: ServerProfile;
  readonly barrier: LoginBarrier | undefined;
  readonly noPasv?: string | undefined;
}

/**
 * Logs in once, and finds out how data connections are made where it does not matter.
 * @throws SetupFailed where nobody can log in and nothing before it is worth judging
 */
export async function tryLogin(
  sessions: Sessions,
  profile: ServerProfile,
  wish: DataAddress,
): Promise<LoginTried> {
  try {
    const { noPasv, ...path } = await sessions.openAt('logged-in', profile, (world, control) =>
      findDataPath(world, control, wish),
    );
    return { profile: { ...profile, ...path }, barrier: undefined, noPasv };
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    const barrier = await findBarrier(sessions, profile, error);
    if (!canBeJudged(barrier, error.code)) throw ofNobody(profile, barrier, error);
    return { profile, barrier };
  }
}

/** Where no user was named, that is the first thing to know. */
function ofNobody(
  { account, security }: ServerProfile,
  { before }: LoginBarrier,
  error: SetupFailed,
): SetupFailed {
  if (account !== ANONYMOUS || before !== 'logged-in' || error.code === undefined) return error;
  return new SetupFailed(
    `no user was named, and nobody gets in as anonymous: ${error.message}; name one, as in ${security}://USER@HOST`,
    error.code,
  );
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
