import { isUtf8 } from 'node:buffer';
import { Refusal } from '../errors.ts';
import type { Settings } from '../options.ts';
import { Content } from './content.ts';

interface Common {
  /** the same for as long as the object lives, whatever it is called */
  readonly id: number;
  /** milliseconds since 1970 */
  modified: number;
  created: number;
}

export interface File extends Common {
  readonly kind: 'file';
  readonly content: Content;
  /** permissions of UNIX, which LIST shows */
  mode: number;
  readable: boolean;
}

export interface Directory extends Common {
  readonly kind: 'dir';
  /** by name; names are Latin-1 strings, one character an octet, so that any octets come back as sent */
  readonly children: Map<string, Node>;
  listable: boolean;
  writable: boolean;
}

export type Node = File | Directory;

const LONGEST_NAME = 255;

type StoreOptions = Pick<Settings, 'capacityBytes' | 'clockSkewMs' | 'names' | 'objectStore'>;

/** The file store: a tree in memory. Paths are absolute, as `resolvePath` makes them. */
export class Store {
  readonly root: Directory;
  readonly #options: StoreOptions;
  #uploaded = 0;
  #lastId = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.root = this.#directory();
  }

  /** What the clock of the store says. */
  now(): number {
    return Date.now() + this.#options.clockSkewMs;
  }

  /** How many octets may still be uploaded. */
  get room(): number {
    return this.#options.capacityBytes - this.#uploaded;
  }

  /** The object, or undefined where there is none. */
  find(path: string): Node | undefined {
    let node: Node | undefined = this.root;
    for (const name of names(path)) {
      if (node?.kind !== 'dir') return undefined;
      node = node.children.get(this.#key(node, name));
    }
    return node;
  }

  /** The path by the names that the store has for it; of what is not there, as it is given. */
  stored(path: string): string {
    let place: Node | undefined = this.root;
    const kept = names(path).map((name) => {
      if (place?.kind !== 'dir') return name;
      const key = this.#key(place, name);
      place = place.children.get(key);
      return key;
    });
    return `/${kept.join('/')}`;
  }

  /** @throws Refusal where there is no such object */
  get(path: string): Node {
    const node = this.find(path);
    if (!node) throw new Refusal('No such file or directory.');
    return node;
  }

  /** @throws Refusal where there is no such directory */
  directory(path: string): Directory {
    const node = this.get(path);
    if (node.kind !== 'dir') throw new Refusal('Not a directory.');
    return node;
  }

  /** @throws Refusal where there is no such file */
  file(path: string): File {
    const node = this.get(path);
    if (node.kind !== 'file') throw new Refusal('Not a plain file.');
    return node;
  }

  /**
   * The file to write to, made where it is not there.
   * @throws Refusal where it cannot be written
   */
  writableFile(path: string): File {
    const { directory, name } = this.#place(path);
    const node = directory.children.get(name);
    if (node?.kind === 'dir') throw new Refusal('Is a directory.');
    if (node) return node;
    const file: File = {
      kind: 'file',
      content: new Content(),
      mode: 0o644,
      readable: true,
      ...this.#stamp(),
    };
    this.#put(directory, name, file);
    return file;
  }

  /** @throws Refusal where `writableFile` would refuse */
  mustBeWritable(path: string): void {
    const { directory, name } = this.#place(path);
    if (directory.children.get(name)?.kind === 'dir') throw new Refusal('Is a directory.');
    mustBeName(name);
  }

  /** @throws Refusal */
  makeDirectory(path: string): Directory {
    const { directory, name } = this.#place(path);
    if (directory.children.has(name)) throw new Refusal('There is something of that name.');
    const made = this.#directory();
    this.#put(directory, name, made);
    return made;
  }

  /** @throws Refusal */
  removeFile(path: string): void {
    const file = this.file(path);
    const { directory, name } = this.#place(path);
    this.#free(file.content.size);
    this.#take(directory, name);
  }

  /** @throws Refusal */
  removeDirectory(path: string): void {
    const { children } = this.directory(path);
    const { directory, name } = this.#place(path);
    if (children.size > 0) throw new Refusal('The directory is not empty.');
    this.#take(directory, name);
  }

  /**
   * Gives the object another path; a file in the way is replaced.
   * @throws Refusal
   */
  rename(from: string, to: string): void {
    const node = this.get(from);
    const old = this.#place(from);
    const { directory, name } = this.#place(to);
    const inTheWay = directory.children.get(name);
    if (inTheWay === node) return;
    if (inTheWay && (inTheWay.kind === 'dir' || node.kind === 'dir'))
      throw new Refusal('There is something of that name.');
    if (node.kind === 'dir' && `${to}/`.startsWith(`${from}/`))
      throw new Refusal('A directory cannot move into itself.');
    this.#put(directory, name, node);
    if (inTheWay) this.#free(inTheWay.content.size);
    this.#take(old.directory, old.name);
  }

  /**
   * Adds octets to the end of a file.
   * @throws Refusal (552) where they do not fit
   */
  append(file: File, octets: Buffer): void {
    if (this.#uploaded + octets.length > this.#options.capacityBytes)
      throw new Refusal('No space is left for this file.', 552);
    this.#uploaded += octets.length;
    file.content.append(octets);
    file.modified = this.now();
  }

  truncate(file: File, size: number): void {
    this.#free(file.content.size - size);
    file.content.truncate(size);
    file.modified = this.now();
  }

  /** Whether objects can be made, renamed and removed beside this one. */
  changeable(path: string): boolean {
    const parent = this.find(parentOf(path));
    return path !== '/' && parent?.kind === 'dir' && parent.writable;
  }

  /** Seeded files were never counted, so the count may not go below nothing. */
  #free(octets: number): void {
    this.#uploaded = Math.max(0, this.#uploaded - octets);
  }

  #place(path: string): { directory: Directory; name: string } {
    const name = nameOf(path);
    if (name === '') throw new Refusal('The root directory stays as it is.');
    if (this.#options.objectStore && !this.find(parentOf(path))) this.makeDirectory(parentOf(path));
    const directory = this.directory(parentOf(path));
    if (!directory.writable) throw new Refusal('Permission denied.');
    return { directory, name: this.#key(directory, name) };
  }

  /** Under which name a directory has what is called so, or would have it. */
  #key({ children }: Directory, name: string): string {
    const { names: form } = this.#options;
    if (form === 'as sent') return name;
    if (form === 'decomposed') return changed(name, (text) => text.normalize('NFD'));
    if (children.has(name)) return name;
    const isSame = (key: string): boolean => folded(key) === folded(name);
    return [...children.keys()].find(isSame) ?? name;
  }

  #put(directory: Directory, name: string, node: Node): void {
    mustBeName(name);
    directory.children.set(name, node);
    directory.modified = this.now();
  }

  #take(directory: Directory, name: string): void {
    directory.children.delete(name);
    directory.modified = this.now();
  }

  #directory(): Directory {
    return {
      kind: 'dir',
      children: new Map<string, Node>(),
      listable: true,
      writable: true,
      ...this.#stamp(),
    };
  }

  #stamp(): Common {
    const now = this.now();
    return { id: ++this.#lastId, modified: now, created: now };
  }
}

function folded(name: string): string {
  return changed(name, (text) => text.toLowerCase());
}

/** A name of octets, which are UTF-8 as a rule, changed as text. */
function changed(name: string, change: (text: string) => string): string {
  const octets = Buffer.from(name, 'latin1');
  return isUtf8(octets) ? Buffer.from(change(octets.toString())).toString('latin1') : name;
}

function mustBeName(name: string): void {
  if (name.length > LONGEST_NAME) throw new Refusal(`A name has at most ${LONGEST_NAME} octets.`);
  // They would forge lines in listings and replies.
  if (/[\r\n\0]/.test(name)) throw new Refusal('A name has no CR, LF or NUL.');
}

/** The absolute form of a path given in a working directory; `.`, `..` and empty parts are taken out. */
export function resolvePath(workingDirectory: string, path: string): string {
  const kept: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${workingDirectory}/${path}`).split('/')) {
    if (name === '..') kept.pop();
    else if (name !== '' && name !== '.') kept.push(name);
  }
  return `/${kept.join('/')}`;
}

export function parentOf(path: string): string {
  return resolvePath(path, '..');
}

/** The last part; empty for the root. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function names(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
