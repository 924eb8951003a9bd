import type { Situation } from './situation.ts';
import { active } from './situations/active.ts';
import { bothEnds } from './situations/both-ends.ts';
import { control } from './situations/control.ts';
import { healthy } from './situations/healthy.ts';
import { middlebox } from './situations/middlebox.ts';
import { addresses } from './situations/passive-address.ts';
import { data } from './situations/passive-data.ts';
import { pairs } from './situations/pairs.ts';
import { ports } from './situations/passive-ports.ts';
import { tls } from './situations/tls.ts';
import { transfer } from './situations/transfer.ts';
import { twofold } from './situations/twofold.ts';

/** Every situation of the lab. */
export const situations: readonly Situation[] = [
  ...control,
  ...tls,
  ...addresses,
  ...ports,
  ...data,
  ...active,
  ...middlebox,
  ...transfer,
  ...pairs,
  ...twofold,
  ...bothEnds,
  ...healthy,
];
