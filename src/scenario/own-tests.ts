import type { Need } from './schema.ts';

/** A 2yz means that it is done (RFC 959 section 4.2), whatever it was. */
const DONE = 'RFC959-4.2-2YZ-1';

/** By need: the requirements that say of a command that it does what it is for. */
const OWN: Partial<Readonly<Record<Need, readonly string[]>>> = {
  uploads: ['RFC959-4.1.3-STOR-3'],
  overwriting: ['RFC959-4.1.3-STOR-2'],
  appending: ['RFC959-4.1.3-APPE-2'],
  renaming: ['RFC959-5.4-RNTO-1'],
  'removing-files': ['RFC959-5.4-DELE-1'],
  'removing-directories': ['RFC959-5.4-RMD-1'],
  'making-directories': ['RFC959-5.4-MKD-1', 'RFC959-4.1.3-RMD-3'],
  types: ['RFC959-3.1.1.3-IMAGE-1'],
  restarting: ['RFC3659-5.3-REST-2'],
};

/** Whether a scenario is what tells of a command that does nothing, rather than one that only uses it. */
export function tests({ covers }: { readonly covers: readonly string[] }, need: Need): boolean {
  const own = OWN[need] ?? [];
  return covers.some((id) => id === DONE || own.includes(id));
}
