/**
 * Causes that explain the same failures, so that mostly one of them holds: what a surer one explains already is no
 * evidence for the others.
 */
const RIVALS: readonly (readonly string[])[] = [
  [
    ...['helper-missing', 'helper-port-21-only', 'alg-blinded-by-tls'],
    ...['passive-ports-filtered', 'passive-ports-refused'],
  ],
  ['passive-ports-partly-open', 'passive-port-hijacked', 'passive-load-balanced'],
  ['connection-limit', 'passive-load-balanced'],
  ['passive-ports-refused', 'passive-rejects-peer', 'passive-load-balanced'],
  ['path-mtu-black-hole', 'transfer-stalled', 'passive-load-balanced'],
  ['path-mtu-black-hole', 'tls-handshake-failed'],
  ['transfer-late', 'control-dropped-during-transfer', 'transfer-stalled'],
  ['passive-address-private', 'passive-address-foreign', 'alg-rewrites'],
  ['active-address-refused', 'active-disabled'],
];

/** Whether two causes explain the same. */
export function areRivals(one: string, other: string): boolean {
  return one !== other && RIVALS.some((group) => group.includes(one) && group.includes(other));
}

/** The codes of the table. */
export const RIVAL_CODES: readonly string[] = RIVALS.flat();
