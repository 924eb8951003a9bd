import { openSession, type Route } from '../open-session.ts';
import type { Session } from '../session.ts';
import { answerText, type Idle } from '../observations.ts';
import { visibleStart } from '../kept-text.ts';
import type { ProbeContext } from '../context.ts';

/** How long a session is left alone without `--deep`. */
const WATCH_MS = 3000;

/** Leaves a session alone while other probes run. */
export async function idleWatch(context: ProbeContext, route: Route): Promise<void> {
  const session = await openSession(context, 'idle', route);
  if (!session) return;
  await leaveAlone(session, WATCH_MS);
  await session.close();
}

/** Sends nothing for a time, then NOOP. */
export async function leaveAlone(session: Session, ms: number): Promise<Idle['outcome']> {
  const start = performance.now();
  const { context } = session;
  const see = (outcome: Idle['outcome'], text: string): Idle['outcome'] => {
    const took = performance.now() - start;
    context.see({
      kind: 'idle',
      at: session.at,
      outcome,
      text,
      transferring: false,
      ms: took,
    });
    return outcome;
  };
  const arrival = await session.control.arrival(ms);
  if (context.signal.aborted) return 'alive';
  if (arrival && 'lines' in arrival)
    return see('farewell', visibleStart(Buffer.from(`${arrival.code} ${arrival.text}`)));
  if (arrival) return see(arrival.how === 'reset' ? 'reset' : 'closed', '');
  const answer = await session.ask('NOOP');
  if (answer.how === 'silence') return see('silent', '');
  if (answer.how === 'reset') return see('reset', '');
  if (answer.how === 'closed') return see('closed', '');
  return see(answer.code === 421 ? 'farewell' : 'alive', answerText(answer));
}
