import { controlRows } from './control.ts';
import { tlsRows } from './tls.ts';
import { passiveAddressRows } from './passive-address.ts';
import { passivePortsRows } from './passive-ports.ts';
import { passiveRows } from './passive.ts';
import { middleboxRows } from './middlebox.ts';
import { activeRows } from './active.ts';
import { transferRows } from './transfer.ts';
import type { Row } from './row.ts';

/** What is observed, and the finding that must come first; every cause has a row. */
export const ROWS: readonly Row[] = [
  ...controlRows,
  ...tlsRows,
  ...passiveAddressRows,
  ...passivePortsRows,
  ...passiveRows,
  ...middleboxRows,
  ...activeRows,
  ...transferRows,
];
