import { activeCauses } from './active.ts';
import type { Cause } from './cause.ts';
import { controlCauses } from './control.ts';
import { middleboxCauses } from './middlebox.ts';
import { addressCauses } from './passive-address.ts';
import { portCauses } from './passive-ports.ts';
import { passiveCauses } from './passive.ts';
import { tlsCauses } from './tls.ts';
import { transferCauses } from './transfer.ts';

/** Every cause that a diagnosis can name, in the order of the stages. */
export const CAUSES: readonly Cause[] = [
  ...controlCauses,
  ...tlsCauses,
  ...addressCauses,
  ...portCauses,
  ...passiveCauses,
  ...middleboxCauses,
  ...activeCauses,
  ...transferCauses,
];
