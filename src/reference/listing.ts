import type { Node } from './store/store.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const HALF_A_YEAR = 183 * 24 * 3_600_000;

/** A line of LIST in the layout of `ls -l`, which clients read best. Times are UTC. */
export function longLine(node: Node, name: string, now: number): string {
  const directory = node.kind === 'dir';
  const writable = directory ? node.writable : true;
  const mode = directory ? `dr${writable ? 'w' : '-'}xr-xr-x` : '-rw-r--r--';
  const links = directory ? 2 + [...node.children.values()].filter(isDirectory).length : 1;
  const size = directory ? 4096 : node.content.size;
  const owner = 'ftp      ftp     ';
  return `${mode} ${String(links).padStart(4)} ${owner} ${String(size).padStart(12)} ${date(node.modified, now)} ${name}`;
}

function isDirectory(node: Node): boolean {
  return node.kind === 'dir';
}

/** The time of day for what is young, the year for the rest. */
function date(modified: number, now: number): string {
  const at = new Date(modified);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${MONTHS[at.getUTCMonth()] ?? ''} ${String(at.getUTCDate()).padStart(2)}`;
  const young = modified <= now && now - modified < HALF_A_YEAR;
  return young
    ? `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
    : `${day}  ${at.getUTCFullYear()}`;
}
