import { posix } from 'node:path';

/** What stands under a name. */
export type Node =
  | { readonly kind: 'file'; readonly bytes: Buffer }
  | { readonly kind: 'dir' }
  | { readonly kind: 'link'; readonly to: string };

/** One line of a listing. */
export interface Entry {
  readonly name: string;
  readonly kind: Node['kind'];
  readonly size: number;
  /** where a link leads */
  readonly to?: string;
}

/** The directory of a login. */
export const HOME = '/home/u';

/** Names of ftpspec's, wherever it was told that it is. */
const OWN = /\/ftpspec-[^/]*(?:\/|$)/;
/** A scratch directory itself, not what is in it. */
const SCRATCH = /\/ftpspec-[0-9a-f]{12}$/;
/** So many changes are remembered. */
const MOST_STRAYED = 50;

/** The big file is large enough to be taken as `large-file` and as what diagnose fetches. */
const USERS: readonly (readonly [string, Node])[] = [
  ['/', { kind: 'dir' }],
  ['/etc', { kind: 'dir' }],
  ['/etc/passwd', file('root:x:0:0::/root:/bin/sh\n')],
  ['/home', { kind: 'dir' }],
  [HOME, { kind: 'dir' }],
  [`${HOME}/keep.txt`, file('keep me\n')],
  [`${HOME}/big.bin`, { kind: 'file', bytes: Buffer.alloc(9 * 1024 * 1024, 'big ') }],
  [`${HOME}/photo.jpg`, { kind: 'file', bytes: Buffer.alloc(40_000, 'photo') }],
  [`${HOME}/precious`, { kind: 'dir' }],
  [`${HOME}/precious/letters.txt`, file('dear reader\n')],
  ['/precious.txt', file('precious\n')],
];

function file(text: string): Node {
  return { kind: 'file', bytes: Buffer.from(text) };
}

/** Whether a name is ftpspec's: its scratch directory, and what is in it. */
export function isOwn(path: string): boolean {
  return OWN.test(path);
}

export function isScratch(path: string): boolean {
  return SCRATCH.test(path);
}

/** Files of a user and those of ftpspec, in memory. It remembers who wanted to change what is not ftpspec's. */
export class Tree {
  readonly #nodes = new Map<string, Node>(USERS);
  readonly #strayed: string[] = [];

  /** changes of the user's files, refused ones too, such as `remove /home/u/keep.txt` */
  get strayed(): readonly string[] {
    return this.#strayed;
  }

  /** names of ftpspec's that are still there */
  get left(): string[] {
    return [...this.#nodes.keys()].filter((path) => isOwn(path));
  }

  at(path: string): Node | undefined {
    return this.#nodes.get(path);
  }

  /** Follows links in all parts of a path but the last, and in the last where `last` says so. */
  real(path: string, last: 'follow' | 'stay'): string {
    const parts = posix.normalize(path).split('/').filter(Boolean);
    let real = '/';
    parts.forEach((part, index) => {
      real = posix.join(real, part);
      const node = this.#nodes.get(real);
      if (node?.kind === 'link' && (last === 'follow' || index < parts.length - 1)) real = node.to;
    });
    return real;
  }

  entries(directory: string): Entry[] {
    const inside = directory === '/' ? '/' : `${directory}/`;
    return [...this.#nodes].flatMap(([path, node]) => {
      const name = path.slice(inside.length);
      if (!path.startsWith(inside) || name === '' || name.includes('/')) return [];
      const size = node.kind === 'file' ? node.bytes.length : 4096;
      return [{ name, kind: node.kind, size, ...(node.kind === 'link' && { to: node.to }) }];
    });
  }

  /** What a user, not a client, has put there. */
  plant(path: string, node: Node): void {
    this.#nodes.set(path, node);
  }

  /** @returns whether it could be made: the directory above is there */
  put(path: string, node: Node): boolean {
    this.#note('write', path);
    if (this.#nodes.get(posix.dirname(path))?.kind !== 'dir') return false;
    if (this.#nodes.get(path)?.kind === 'dir') return false;
    this.#nodes.set(path, node);
    return true;
  }

  /** Removes a file or link, or an empty directory. */
  remove(path: string, what: 'file' | 'dir'): boolean {
    this.#note('remove', path);
    const node = this.#nodes.get(path);
    if (!node || (node.kind === 'dir') !== (what === 'dir')) return false;
    if (what === 'dir' && this.entries(path).length > 0) return false;
    return this.#nodes.delete(path);
  }

  move(from: string, to: string): boolean {
    this.#note('move', from);
    this.#note('move', to);
    const moved = [...this.#nodes].filter(([path]) => path === from || path.startsWith(`${from}/`));
    if (moved.length === 0 || to.startsWith(`${from}/`)) return false;
    if (this.#nodes.get(posix.dirname(to))?.kind !== 'dir') return false;
    for (const [path] of moved) this.#nodes.delete(path);
    for (const [path, node] of moved) this.#nodes.set(to + path.slice(from.length), node);
    return true;
  }

  /** What else was done that concerns others than ftpspec. */
  strays(what: string): void {
    if (this.#strayed.length < MOST_STRAYED) this.#strayed.push(what);
  }

  #note(what: string, path: string): void {
    if (!isOwn(path)) this.strays(`${what} ${path}`);
  }
}
