import { START, type Start } from '../../scenario/stages.ts';

/** How far sessions get that do not get to their login. */
export interface LoginBarrier {
  /** the first stage that is not reached */
  readonly before: Start;
  readonly reason: string;
}

/** Replies that turn a user or a client away in order: the target is not at fault, and nothing of it is judged. */
const TURNS_AWAY = [332, 421, 521, 522, 530, 532, 534, 550];

/**
 * Whether a target is worth playing against although nobody can log in: where the greeting or an answer to the login
 * deviates, what comes before it can be judged.
 * @param code of the reply that ended the login; undefined where none came
 */
export function canBeJudged({ before }: LoginBarrier, code: number | undefined): boolean {
  return before === 'greeted' || (code !== undefined && !TURNS_AWAY.includes(code));
}

/** Whether sessions get to a stage. */
export function reaches(stage: Start, barrier: LoginBarrier | undefined): boolean {
  return barrier === undefined || START.indexOf(stage) < START.indexOf(barrier.before);
}
