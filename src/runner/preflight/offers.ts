import type { ServerProfile } from '../../scenario/server-profile.ts';
import { startSession } from '../../scenario/session-start.ts';
import type { PreflightContext } from './context.ts';
import { CONTROL, type Sessions } from './sessions.ts';

/** Whether the target offers TLS and other accounts. */
export async function checkOffers(
  { options, needs, sessions }: PreflightContext,
  profile: ServerProfile,
): Promise<void> {
  if (needs.wants('tls')) await needs.meet('tls', () => whyNoTls(sessions, profile));
  if (needs.wants('private-data'))
    await needs.meet('private-data', () => whyNoPrivateData(sessions, profile));
  if (options.second === undefined)
    needs.unmet.set('second-account', 'no second account is given (--second-user)');
  if (needs.wants('anonymous'))
    await needs.meet('anonymous', () => whyNoAnonymous(sessions, profile));
}

const IMPLICIT = 'the target speaks TLS from the first byte, so there is no AUTH TLS';

/** Whether AUTH TLS and the handshake behind it work; what is wrong with them is for one scenario to say. */
async function whyNoTls(sessions: Sessions, profile: ServerProfile): Promise<string | undefined> {
  if (profile.security === 'ftpes') return undefined;
  if (profile.security === 'ftps') return IMPLICIT;
  await sessions.openAt('secured', { ...profile, security: 'ftpes' }, () => undefined);
  return undefined;
}

/** Whether PROT P is taken; a server may want no other level than C (RFC 4217 section 10.2). */
async function whyNoPrivateData(
  sessions: Sessions,
  profile: ServerProfile,
): Promise<string | undefined> {
  if (profile.security === 'ftps') return IMPLICIT;
  const secured = { ...profile, security: 'ftpes' } as const;
  return await sessions.openAt('logged-in', secured, (_world, { protect }) =>
    protect ? undefined : 'the server refuses PROT P, as its policy may be',
  );
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
