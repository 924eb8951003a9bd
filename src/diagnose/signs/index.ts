import { activeSigns } from './active.ts';
import { controlSigns } from './control.ts';
import { loginSigns } from './login.ts';
import { passiveSigns } from './passive.ts';
import { portSigns } from './ports.ts';
import type { Sign } from './sign.ts';
import { transferSigns } from './transfer.ts';

const ALL = {
  ...controlSigns,
  ...loginSigns,
  ...passiveSigns,
  ...portSigns,
  ...activeSigns,
  ...transferSigns,
};

export type SignName = keyof typeof ALL;

/** Everything that the causes can ask for, by name. */
export const SIGNS: Readonly<Record<SignName, Sign>> = ALL;
