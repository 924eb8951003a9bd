import { formatEntry, formatTime } from '../wire/facts.ts';
import type { Fact } from './facts.ts';
import type { Session } from './session.ts';
import type { Node } from './store/store.ts';

/** Whether the session's user may change the place. */
function mayChange(session: Session, path: string): boolean {
  return session.mayWrite && session.store.changeable(path);
}

function permissions(session: Session, node: Node, path: string): string {
  const here = mayChange(session, path);
  if (node.kind === 'file') return `${here ? 'adfw' : ''}${node.readable ? 'r' : ''}`;
  const inside = session.mayWrite && node.writable;
  const removable = here && node.children.size === 0;
  return [
    'e',
    node.listable ? 'l' : '',
    inside ? 'cmp' : '',
    removable ? 'd' : '',
    here ? 'f' : '',
  ].join('');
}

/** One MLSx entry: the facts that the session has selected, and the name given. */
export function mlsxEntry(
  session: Session,
  node: Node,
  path: string,
  name: string,
  type: 'file' | 'dir' | 'cdir' | 'pdir' = node.kind,
): string {
  const values: Record<Fact, string | undefined> = {
    type,
    size: node.kind === 'file' ? String(node.content.size) : undefined,
    modify: formatTime(node.modified),
    create: formatTime(node.created),
    perm: permissions(session, node, path),
    unique: `1g${node.id.toString(16)}`,
  };
  const chosen = session.facts.flatMap((fact) => {
    const value = values[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
  return formatEntry(chosen, name);
}
