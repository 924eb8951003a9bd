import { isClass } from './observations.ts';
import { Session } from './session.ts';
import { mayWantTls } from './tls-refusal.ts';
import type { ProbeContext } from './context.ts';

/** How a session is to be opened. */
export interface Route {
  /** an address literal of the target */
  readonly host: string;
  readonly secured: boolean;
}

/** What shows that a server holds its greeting back. */
const SLOW_GREETING_MS = 3000;

/** Opens a further session like one that was opened before: logged in, its data under TLS where the control is. */
export async function openSession(
  context: ProbeContext,
  name: string,
  route: Route,
): Promise<Session | undefined> {
  if (context.signal.aborted || costly(context)) return undefined;
  const session = await Session.dial(context, name, route.host);
  if (!session) return undefined;
  if (await fromGreeting(session, route.secured)) return session;
  session.destroy();
  return undefined;
}

/** Where every greeting takes seconds, a second session while the first is open is not worth its time. */
function costly({ seen, sessions }: ProbeContext): boolean {
  return (
    sessions.size > 0 && seen.some((one) => one.kind === 'greeting' && one.ms >= SLOW_GREETING_MS)
  );
}

/** From a fresh connection to a session that can transfer. */
export async function fromGreeting(session: Session, secured: boolean): Promise<boolean> {
  const { context } = session;
  const implicit = context.target.security === 'ftps';
  if (secured && implicit && (await session.secure('implicit')) !== 'secured') return false;
  const greeting = await session.greet(context.limits.greetingMs);
  if (greeting.code !== 220) return false;
  return await authenticate(session, secured && !implicit);
}

/** From the greeting to a session that can transfer. */
export async function authenticate(session: Session, explicit: boolean): Promise<boolean> {
  if (explicit) {
    const auth = await session.note('AUTH TLS');
    if (auth.code !== 234 && auth.code !== 334) return false;
    if ((await session.secure('explicit')) !== 'secured') return false;
  }
  if (withhold(session)) return false;
  if ((await session.logIn()) !== 'accepted') return false;
  if (session.control.secured) await protect(session);
  const { directory } = session.context.target;
  if (directory !== '' && session.usable) await session.note(`CWD ${directory}`);
  return session.usable;
}

/** PBSZ and PROT (RFC 4217 section 9). A server that refuses to protect data may still send it in clear. */
async function protect(session: Session): Promise<void> {
  await session.note('PBSZ 0');
  if (!session.usable) return;
  session.protectsData = isClass(await session.note('PROT P'), 2);
}

/** Keeps a password back where it must not go out, or was refused already. */
function withhold(session: Session): boolean {
  const { context } = session;
  const { account, target, options, seen } = context;
  const refused = seen.some(
    (one) => one.kind === 'login' && one.outcome === 'refused' && !mayWantTls(one),
  );
  const why = refused
    ? 'it was refused already, and is not tried again'
    : account.anonymous || options.allowPlain
      ? undefined
      : !session.control.secured && target.security !== 'ftp'
        ? 'a password given for a TLS URL is not sent in clear; --allow-plain allows it'
        : session.control.secured?.trustError !== undefined &&
            target.security !== 'ftp' &&
            !options.insecure
          ? 'the certificate is not trusted, so the password was not sent; --ca FILE trusts it, --insecure goes on all the same'
          : undefined;
  if (why === undefined) return false;
  context.see({
    kind: 'login',
    at: session.at,
    anonymous: account.anonymous,
    outcome: 'withheld',
    answers: [],
    why,
    otherSessions: session.otherSessions,
    ms: 0,
  });
  return true;
}
