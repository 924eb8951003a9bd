import type { Answer, Observation } from '../../probe/observations.ts';
import { decidingDial, type View } from '../evidence/view.ts';
import type { Symptom } from './symptom.ts';

/**
 * Milliseconds after which a SYN that is not answered is sent again: 1 s, then twice as long each (RFC 6298 section 5),
 * or several times after a second, as Linux does by tcp_syn_linear_timeouts.
 */
const AGAIN_MS = [1000, 2000, 3000, 4000, 7000] as const;
/** How much later than that a connection may be open, beyond what the quickest one took. */
const SLACK_MS = 180;

/** TCP sends what was lost again after 200 ms at the earliest, on the usual systems. */
const RESENT_MS = 190;
/** Fewer have no usual time. */
const FEWEST = 8;
/** Where one in so many is late, more than a few packets in a hundred are lost. */
const OFTEN = 8;

interface Timed<One extends Observation> {
  readonly one: One;
  readonly ms: number;
}

/** How long every connection took to open. */
function dialled({ dials, passive }: Pick<View, 'dials' | 'passive'>): Timed<Observation>[] {
  const opened = [
    ...dials.map((one) => ({ one, dial: one })),
    ...passive.flatMap((one) => {
      const dial = decidingDial(one);
      return dial ? [{ one, dial }] : [];
    }),
  ].filter(({ dial }) => dial.outcome === 'connected');
  return opened.map(({ one, dial }) => ({ one, ms: dial.ms }));
}

/** How long greetings took: where the last packet of the three is lost, the server is late in seeing a connection. */
function greeted({ greetings }: Pick<View, 'greetings'>): Timed<Observation>[] {
  return greetings.flatMap((one) => timed(one, one.answer));
}

/** A reply that never came was lost as often as it was sent again. */
function timed<One extends Observation>(one: One, { how, ms }: Answer): Timed<One>[] {
  return how === 'reply' || how === 'silence' ? [{ one, ms }] : [];
}

/** Replies that no work at the server delays: those outside of transfers, and to set-ups of passive transfers. */
function replies({
  exchanges,
  passive,
}: Pick<View, 'exchanges' | 'passive'>): Timed<Observation>[] {
  return [
    ...exchanges.flatMap((one) => timed(one, one.answer)),
    ...passive.flatMap((one) => timed(one, one.setup)),
  ];
}

/** Openings at a later SYN: some, but not all. */
function lateOpenings(all: readonly Timed<Observation>[]): Timed<Observation>[] {
  const quickest = Math.min(...all.map(({ ms }) => ms));
  return all.filter(({ ms }) =>
    AGAIN_MS.some((again) => ms - quickest >= again - 20 && ms - quickest < again + SLACK_MS),
  );
}

/** Replies that came later than the quicker half, by what it takes to send something again. */
function lateReplies(all: readonly Timed<Observation>[]): Timed<Observation>[] {
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
  const usual = times[Math.floor(times.length / 4)] ?? 0;
  return all.length < FEWEST ? [] : all.filter(({ ms }) => ms - usual >= RESENT_MS);
}

/** What was sent again, by the times at which it came, and how much that is of all. */
function resent(view: View): { late: readonly Observation[]; often: boolean } {
  const [opened, answered] = [dialled(view), replies(view)];
  const openings = [...opened, ...greeted(view)];
  const second = lateReplies(answered);
  // One sign alone has other causes: a full queue of connections, a server that is busy. That one is late with greetings
  // too, but connections open without it.
  const isPath = lateOpenings(opened).length > 0 && second.length > 0;
  const late = isPath ? [...lateOpenings(openings), ...second] : [];
  return {
    late: late.map(({ one }) => one),
    often: late.length * OFTEN >= openings.length + answered.length,
  };
}

export const pathSymptoms = {
  'packets are sent again': {
    description:
      'of the connections many open only when the SYN is sent again, a second or more later, and replies come in jumps',
    evidence: (view) => {
      const { late, often } = resent(view);
      return often ? late : [];
    },
  },
  'packets are sent again now and then': {
    description: 'a few connections and replies are as late as what is lost and sent again',
    evidence: (view) => {
      const { late, often } = resent(view);
      return often ? [] : late;
    },
  },
} satisfies Readonly<Record<string, Symptom>>;
