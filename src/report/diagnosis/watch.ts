import type { Diagnosis } from '../../diagnose/index.ts';
import type { Style } from '../common/style.ts';
import { diagnosisLine } from './pages.ts';

/** What a target is, in a few words: its verdict, and the cause that stands first where that is more than a note. */
export function stateOf({ verdict, findings: [first] }: Diagnosis): string {
  return verdict === 'healthy' || !first ? verdict : `${verdict} (${first.code})`;
}

/** A line for a target whose state is another than before; undefined before the first. */
export function changeLine(
  diagnosis: Diagnosis,
  before: string | undefined,
  at: Date,
  style: Style,
): string {
  const was = before === undefined ? '' : `; it was ${before}`;
  return `${at.toISOString()} ${diagnosisLine(diagnosis, style)}${was}`;
}
