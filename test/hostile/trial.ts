import type { Behaviour, Drive } from './behaviour.ts';
import { complaints } from './checks.ts';
import { nameOf, play } from './drive.ts';

/** One line of the table. */
export interface Trial {
  readonly id: string;
  readonly drive: Drive;
  readonly status: string;
  readonly seconds: number;
  /** MiB */
  readonly peak: number;
  /** none where it survived */
  readonly wrong: readonly string[];
}

/** Plays a behaviour with one command, and judges. */
export async function tryOne(behaviour: Behaviour, drive: Drive): Promise<Trial> {
  const played = await play(behaviour, drive);
  return {
    id: behaviour.id,
    drive,
    status: played.overdue ? 'killed' : String(played.status ?? played.signal),
    seconds: played.seconds,
    peak: played.peak,
    wrong: complaints(played, behaviour),
  };
}

export function lineOf({ id, drive, status, seconds, peak, wrong }: Trial): string {
  return [
    id.padEnd(24),
    nameOf(drive).padEnd(36),
    status.padStart(6),
    `${seconds.toFixed(1).padStart(6)} s`,
    `${peak.toFixed(0).padStart(5)} MB `,
    wrong.length === 0 ? 'survived' : wrong.join('; '),
  ].join(' ');
}
