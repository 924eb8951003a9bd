import { describe } from './evidence/describe.ts';
import type { Finding } from './judge.ts';
import {
  isDenied,
  type Observation,
  STAGES,
  type Stage,
  type Transfer,
} from '../probe/observations.ts';
import { opened, type View, worked } from './evidence/view.ts';

/** ok: it works. partly: some way does. failed: none does. left out: not tried, or nothing to try it with. */
export type StageState = 'ok' | 'partly' | 'failed' | 'left out';

/** How one stage went. */
export interface StageResult {
  readonly stage: Stage;
  readonly state: StageState;
  /** milliseconds of the attempt that the line tells about */
  readonly ms: number | undefined;
  /** in a few words */
  readonly detail: string;
}

interface Tried {
  readonly good: readonly Observation[];
  readonly bad: readonly Observation[];
}

/**
 * What each stage came to. Findings pull a stage down: one that works with a finding against it works partly.
 * @param untried why a stage was not tried where nothing else says so
 */
export function stagesOf(view: View, findings: readonly Finding[], untried: string): StageResult[] {
  return STAGES.map((stage) => {
    const { good, bad } = TRIED[stage](view);
    const unasked = notAskedFor(stage, view, good, bad);
    if (unasked) return unasked;
    const omitted = view.seen.find((one) => one.kind === 'omitted' && one.stage === stage);
    const hitch = good.length > 0 ? bad.find(({ kind }) => kind === 'exchange') : undefined;
    const told = hitch ?? good[0] ?? bad[0];
    if (!told)
      return {
        stage,
        state: 'left out',
        ms: undefined,
        detail: omitted?.kind === 'omitted' ? omitted.why : untried,
      };
    const against = findings.some((one) => one.stage === stage && one.severity !== 'note');
    const state: StageState = good.length === 0 ? 'failed' : against || hitch ? 'partly' : 'ok';
    const detail = hitch ? describe(hitch) : detailOf(stage, good, bad);
    return { stage, state, ms: msOf(stage, told), detail };
  });
}

/** TLS that nobody asked for and the server does not offer has not failed. */
function notAskedFor(
  stage: Stage,
  { target }: View,
  good: readonly Observation[],
  bad: readonly Observation[],
): StageResult | undefined {
  const [refused] = bad;
  if (stage !== 'tls' || target.security !== 'ftp' || good.length > 0) return undefined;
  if (refused?.kind !== 'exchange') return undefined;
  return { stage, state: 'left out', ms: undefined, detail: `not offered: ${describe(refused)}` };
}

const TRIED: Readonly<Record<Stage, (view: View) => Tried>> = {
  name: ({ lookup }) => split(lookup ? [lookup] : [], (one) => one.error === undefined),
  connect: ({ dials }) => split(dials, (one) => one.outcome === 'connected'),
  greeting: ({ greetings }) => split(greetings, ({ answer }) => answer.code === 220),
  tls: ({ handshakes, exchanges }) => ({
    good: handshakes.filter((one) => one.outcome === 'secured'),
    bad: [
      ...handshakes.filter((one) => one.outcome !== 'secured'),
      ...exchanges.filter(({ answer }) => answer.command === 'AUTH TLS' && answer.code !== 234),
    ],
  }),
  login: ({ logins, exchanges, target }) => {
    const { good, bad } = split(logins, (one) => one.outcome === 'accepted');
    // The directory that the URL names.
    const astray = exchanges.filter(
      ({ answer }) => answer.command === `CWD ${target.directory}` && answer.code >= 400,
    );
    return { good, bad: [...bad, ...astray] };
  },
  'passive set-up': ({ passive }) => split(passive, (one) => one.stopped !== 'set-up'),
  'passive dial': ({ passive }) =>
    split(
      passive.filter((one) => one.stopped !== 'set-up'),
      opened,
    ),
  transfer: ({ transfers }) =>
    split(
      transfers.filter((one) => opened(one) && one.purpose !== 'large' && one.purpose !== 'upload'),
      worked,
    ),
  'active set-up': ({ active }) => split(active, (one) => one.stopped !== 'set-up'),
  'active accept': ({ active }) =>
    split(
      active.filter((one) => one.stopped !== 'set-up'),
      (one) => one.accepted !== undefined,
    ),
  'large transfer': ({ transfers }) =>
    split(
      transfers.filter(
        (one) =>
          (one.purpose === 'large' || one.purpose === 'upload') && opened(one) && !isDenied(one),
      ),
      worked,
    ),
  idle: ({ idles }) => split(idles, (one) => one.outcome === 'alive'),
};

function split<T extends Observation>(all: readonly T[], good: (one: T) => boolean): Tried {
  return { good: all.filter(good), bad: all.filter((one) => !good(one)) };
}

function msOf(stage: Stage, one: Observation): number {
  if (one.kind === 'greeting') return one.answer.ms;
  if (one.kind !== 'transfer') return one.ms;
  return partOf(stage, one);
}

function partOf(stage: Stage, one: Transfer): number {
  if (stage === 'passive set-up' || stage === 'active set-up') return one.setup.ms;
  if (stage === 'passive dial') return (one.viaPeer ? one.peerDial : one.dial)?.ms ?? one.ms;
  if (stage === 'active accept') return one.accepted?.ms ?? one.ms;
  return one.ms;
}

function detailOf(stage: Stage, good: readonly Observation[], bad: readonly Observation[]): string {
  const [told] = good.length > 0 ? good : bad;
  if (!told) return '';
  const does = COUNTED[stage];
  if (does === undefined) return describe(told);
  const share = `${good.length} of ${good.length + bad.length} ${does}`;
  const [first] = bad;
  return first ? `${share}; ${describe(first)}` : share;
}

/** What those that went well did, where many are tried. */
const COUNTED: Readonly<Partial<Record<Stage, string>>> = {
  'passive set-up': 'named a port',
  'passive dial': 'opened',
  transfer: 'complete',
  'large transfer': 'complete',
};
