import type { RunResult, ScenarioResult } from '../../runner/results.ts';
import { type Cell, table } from '../common/table.ts';
import type { Style } from '../common/style.ts';
import { duration, oneLine } from '../common/text.ts';

/** What the time of a scenario goes into; untold is that of one whose transcript is not there. */
const KINDS = ['wire', 'TLS', 'waiting', 'us', 'untold'] as const;
type Kind = (typeof KINDS)[number];

/** Milliseconds of each kind. */
export type Profile = Readonly<Record<Kind, number>>;

/** Milliseconds from which we were silent on purpose: a pause of the script, or a look whether something comes. */
const PAUSE = 100;

/** How many scenarios have a line. */
const SHOWN = 10;

/** Where a run spent its time: its longest scenarios, and all together, a column a kind. */
export function profileLines({ scenarios }: Pick<RunResult, 'scenarios'>, style: Style): string[] {
  const played = scenarios
    .filter(({ outcome }) => outcome !== 'skip')
    .sort((one, other) => other.durationMs - one.durationMs)
    .map((one) => ({ name: oneLine(one.id), profile: profileOf(one) }));
  if (played.length === 0) return [];
  const all = sumOf(played.map(({ profile }) => profile));
  const kinds = KINDS.filter((kind) => all[kind] > 0);
  const rows = [...played.slice(0, SHOWN), { name: `all ${played.length}`, profile: all }];
  const dim = (text: string): Cell => ({ text, paint: style.colors.dim });
  const cells = rows.map(({ name, profile }) => [
    name,
    ...kinds.map((kind) => duration(profile[kind])),
    duration(KINDS.reduce((sum, kind) => sum + profile[kind], 0)),
  ]);
  return table(
    [['scenario', ...kinds, 'time'].map(dim), ...cells],
    [{ least: 8 }, ...[...kinds, 'time'].map(() => ({ align: 'right' }) as const)],
    style.width,
  );
}

/** A scenario's time by what ended each silence in its transcript: a peer, a handshake, or ourselves. */
export function profileOf({
  transcript,
  durationMs,
}: Pick<ScenarioResult, 'transcript' | 'durationMs'>): Profile {
  const ends = transcript.flatMap((line) => {
    const [head, seconds = '', gutter = ''] = /^ *(\d+\.\d+) \S* *([<>*]) /.exec(line) ?? [];
    if (head === undefined) return [];
    return [{ at: Number(seconds) * 1000, by: endedBy(gutter, line.slice(head.length)) }];
  });
  if (ends.length === 0) return { ...NOTHING, untold: durationMs };
  const gaps = [...ends, { at: durationMs, by: undefined }].map(({ at, by }, index) => {
    const ms = Math.max(0, at - (ends[index - 1]?.at ?? 0));
    return { ...NOTHING, [by ?? (ms < PAUSE ? 'us' : 'waiting')]: ms };
  });
  return sumOf(gaps);
}

/** The kind of a silence by the line behind it; undefined where we broke it ourselves. */
function endedBy(gutter: string, text: string): Kind | undefined {
  if (gutter === '>' || (gutter === '*' && OWN.test(text))) return undefined;
  if (gutter === '*' && /did not come|no answer/.test(text)) return 'waiting';
  return gutter === '*' && /^TLS/.test(text) ? 'TLS' : 'wire';
}

/** What we do ourselves, as transcripts note it. */
const OWN = /^(?:closed by|reset by|listening on|sent |TLS ended)/;

const NOTHING: Profile = { wire: 0, TLS: 0, waiting: 0, us: 0, untold: 0 };

function sumOf(profiles: readonly Profile[]): Profile {
  const sum = { ...NOTHING };
  for (const one of profiles) for (const kind of KINDS) sum[kind] += one[kind];
  return sum;
}
