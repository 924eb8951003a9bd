import type { Diagnosis, Observation } from '../../diagnose/index.ts';

/** Listens while targets are diagnosed, several side by side; targets are named as in reports. */
export interface DiagnosisReporter {
  start?(targets: readonly string[]): void;
  seen?(target: string, observation: Observation): void;
  targetEnd?(diagnosis: Diagnosis): void;
  /** all is done: write files */
  finish?(end: DiagnosisEnd): Promise<void>;
}

/** What there is in the end. */
export interface DiagnosisEnd {
  /** in the order of the targets */
  readonly diagnoses: readonly Diagnosis[];
  /** targets that an interruption left out */
  readonly unexamined: readonly string[];
}
