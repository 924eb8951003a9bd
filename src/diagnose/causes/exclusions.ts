import type { SymptomName } from '../symptoms/index.ts';

/** Where passive works in some other way, that way's cause says more. */
export const ELSEWHERE: readonly SymptomName[] = ['passive works in this family', 'ports run out'];

/** What an announced address that is wrong explains, ports need not. */
export const WRONG_ADDRESS: readonly SymptomName[] = [
  'PASV names a private address',
  'PASV names an unusable address',
  'PASV names another host',
];
