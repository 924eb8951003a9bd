import type { Layout } from './options.ts';
import type { Node } from './store/store.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const HALF_A_YEAR = 183 * 24 * 3_600_000;

/**
 * The lines of LIST, a line for each object and what the layout has above them. Times are UTC.
 * @param now in milliseconds since 1970
 */
export function longLines(
  layout: Layout,
  entries: readonly (readonly [name: string, node: Node])[],
  now: number,
): string[] {
  const lines = entries.map(([name, node]) => LAYOUTS[layout](node, name, now));
  return [...(ABOVE[layout] ?? []), ...lines];
}

const ABOVE: Partial<Record<Layout, readonly string[]>> = {
  mvs: ['Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname'],
  vms: ['Directory DISK$USERS:[FTP]', ''],
};

type Line = (node: Node, name: string, now: number) => string;

const LAYOUTS: Readonly<Record<Layout, Line>> = {
  // That of `ls -l`, which clients read best.
  unix: (node, name, now) => {
    const directory = node.kind === 'dir';
    const writable = directory ? node.writable : true;
    const mode = directory ? `dr${writable ? 'w' : '-'}xr-xr-x` : `-${permissions(node.mode)}`;
    const links = directory ? 2 + [...node.children.values()].filter(isDirectory).length : 1;
    const size = directory ? 4096 : node.content.size;
    const owner = 'ftp      ftp     ';
    return `${mode} ${String(links).padStart(4)} ${owner} ${String(size).padStart(12)} ${date(node.modified, now)} ${name}`;
  },
  dos: (node, name) => {
    const { year, month, day, hour, minute } = partsOf(node.modified);
    const half = `${two(hour % 12 || 12)}:${two(minute)}${hour < 12 ? 'AM' : 'PM'}`;
    const size = node.kind === 'dir' ? '<DIR>         ' : String(node.content.size).padStart(20);
    return `${two(month)}-${two(day)}-${two(year % 100)}  ${half} ${size.padStart(20)} ${name}`;
  },
  eplf: (node, name) => {
    const kind = node.kind === 'dir' ? '/' : `r,s${node.content.size}`;
    return `+i1.${node.id},m${Math.floor(node.modified / 1000)},${kind},\t${name}`;
  },
  vms: (node, name) => {
    const { year, month, day, hour, minute } = partsOf(node.modified);
    const blocks = Math.ceil((node.kind === 'dir' ? 512 : node.content.size) / 512);
    const when = `${day}-${(MONTHS[month - 1] ?? '').toUpperCase()}-${year} ${two(hour)}:${two(minute)}`;
    const version = node.kind === 'dir' ? '.DIR;1' : ';1';
    return `${(name + version).padEnd(20)} ${blocks}/${blocks} ${when} [FTP] (RWED,RWED,RE,RE)`;
  },
  mvs: (node, name) => {
    const { year, month, day } = partsOf(node.modified);
    const form = node.kind === 'dir' ? 'PO' : 'PS';
    return `FTP001 3390   ${year}/${two(month)}/${two(day)}  1   15  VB    255 27998  ${form}  ${name}`;
  },
  os400: (node, name) => {
    const { year, month, day, hour, minute } = partsOf(node.modified);
    const size = node.kind === 'dir' ? 8192 : node.content.size;
    const when = `${two(month)}/${two(day)}/${two(year % 100)} ${two(hour)}:${two(minute)}:00`;
    const type = node.kind === 'dir' ? '*DIR' : '*STMF';
    return `FTP      ${String(size).padStart(12)} ${when} ${type.padEnd(10)} ${name}${node.kind === 'dir' ? '/' : ''}`;
  },
};

/** `rw-r--r--` */
function permissions(mode: number): string {
  return 'rwxrwxrwx'.replace(/./g, (letter, at: number) => ((mode >> (8 - at)) & 1 ? letter : '-'));
}

function isDirectory(node: Node): boolean {
  return node.kind === 'dir';
}

/** The time of day for what is young, the year for the rest. */
function date(modified: number, now: number): string {
  const { year, month, day, hour, minute } = partsOf(modified);
  const start = `${MONTHS[month - 1] ?? ''} ${String(day).padStart(2)}`;
  const young = modified <= now && now - modified < HALF_A_YEAR;
  return young ? `${start} ${two(hour)}:${two(minute)}` : `${start}  ${year}`;
}

function partsOf(time: number) {
  const at = new Date(time);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
