import type { ServerProfile } from '../../scenario/server-profile.ts';
import { command, startSession } from '../../scenario/session-start.ts';
import type { PreflightContext } from './context.ts';
import { CONTROL, type Sessions } from './sessions.ts';

/** Whether the target offers TLS and other accounts. */
export async function checkOffers(
  { options, needs, sessions }: PreflightContext,
  profile: ServerProfile,
): Promise<void> {
  if (needs.wants('tls')) await needs.meet('tls', () => whyNoTls(sessions, profile));
  if (options.second === undefined)
    needs.unmet.set('second-account', 'no second account is given (--second-user)');
  if (needs.wants('anonymous'))
    await needs.meet('anonymous', () => whyNoAnonymous(sessions, profile));
}

async function whyNoTls(sessions: Sessions, profile: ServerProfile): Promise<string | undefined> {
  if (profile.security === 'ftpes') return undefined;
  if (profile.security === 'ftps')
    return 'the target speaks TLS from the first byte, so there is no AUTH TLS';
  await sessions.openAt('greeted', profile, async (world, control) => {
    await command(world, control, 'AUTH TLS', [2]);
    // A QUIT in clear would be a broken handshake.
    control.unsynced = true;
  });
  return undefined;
}

/** @throws SetupFailed where it is refused */
async function whyNoAnonymous(sessions: Sessions, profile: ServerProfile): Promise<undefined> {
  await sessions.open(profile, (world) =>
    startSession(world, CONTROL, {
      stage: 'logged-in',
      account: profile.anonymous,
      directory: 'stay',
    }),
  );
  return undefined;
}
