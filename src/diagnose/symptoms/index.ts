import { activeSymptoms } from './active.ts';
import { controlSymptoms } from './control.ts';
import { loginSymptoms } from './login.ts';
import { passiveSymptoms } from './passive.ts';
import { pathSymptoms } from './path.ts';
import { peerSymptoms } from './peer.ts';
import { portSymptoms } from './ports.ts';
import type { Symptom } from './symptom.ts';
import { transferSymptoms } from './transfer.ts';

const ALL = {
  ...controlSymptoms,
  ...loginSymptoms,
  ...passiveSymptoms,
  ...portSymptoms,
  ...activeSymptoms,
  ...transferSymptoms,
  ...pathSymptoms,
  ...peerSymptoms,
};

export type SymptomName = keyof typeof ALL;

/** Everything that the causes can ask for, by name. */
export const SYMPTOMS: Readonly<Record<SymptomName, Symptom>> = ALL;
