import type { Entry } from './tree.ts';
import type { Session } from './session.ts';

/** Listings in the three forms that clients ask for. */
export type Form = 'LIST' | 'NLST' | 'MLSD';

const KINDS = { file: '-', dir: 'd', link: 'l' } as const;
/** Lines are sent in portions of about this size. */
const PORTION = 64 * 1024;

/** The lines of a directory, or of a file, in portions; endless where the behaviour's names are. */
export function* listed(session: Session, name: string, form: Form): Generator<string> {
  const { tree, behaviour } = session;
  const path = tree.real(session.path(name), 'follow');
  const there = tree.entries(path);
  let portion = '';
  for (const entry of behaviour.entries?.(path, there) ?? there) {
    portion += `${line(entry, form)}\r\n`;
    if (portion.length < PORTION) continue;
    yield portion;
    portion = '';
  }
  yield portion;
}

function line({ name, kind, size, to }: Entry, form: Form): string {
  if (form === 'NLST') return name;
  if (form === 'MLSD') return `type=${kind};size=${size};modify=20260102030405; ${name}`;
  const shown = to === undefined ? name : `${name} -> ${to}`;
  return `${KINDS[kind]}rw-r--r-- 1 u u ${size} Jan  2 03:04 ${shown}`;
}
