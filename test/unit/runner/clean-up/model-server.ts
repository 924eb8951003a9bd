import type { Answer, CleanUpSession } from '../../../../src/runner/clean-up/session.ts';

/** What a path leads to. */
export type Node = 'file' | 'dir' | { readonly leadsTo: string };

/** A file system, and how the server over it behaves; what is absent is as it should be. */
export interface Model {
  readonly nodes: Map<string, Node>;
  /** what a line draws instead, before anything is done */
  readonly refuses?: (line: string, cwd: string) => number | undefined;
  /** what a listing of a directory shows instead, line by line */
  readonly lists?: (directory: string, line: string) => string[] | undefined;
  /** PWD shows the way by which a session came, not where it is */
  readonly showsLinks?: boolean;
  /** there are no data connections: the session breaks */
  readonly hasNoData?: boolean;
}

/** A session with a server that is no more than its model; it keeps what it is asked. */
export class ModelSession implements CleanUpSession {
  readonly lines: string[] = [];
  readonly #model: Model;
  #cwd = '/home';
  #shown = '/home';

  constructor(model: Model) {
    this.#model = model;
  }

  ask(line: string): Promise<Answer> {
    this.lines.push(line);
    const code = this.#model.refuses?.(line, this.#cwd) ?? this.#do(line);
    const lines = Array.isArray(code) ? ['213-Status', ...code, '213 End'] : undefined;
    const text = line === 'PWD' ? `257 "${this.#shown}" is current` : `${String(code)} Said.`;
    return Promise.resolve({
      code: typeof code === 'number' ? code : 213,
      lines: lines ?? [text],
    });
  }

  fetch(line: string): Promise<string | undefined> {
    this.lines.push(line);
    if (this.#model.hasNoData === true) return Promise.reject(new Error('no data connection'));
    return Promise.resolve(
      this.#listing(this.#cwd, line)
        .map((one) => `${one}\r\n`)
        .join(''),
    );
  }

  #do(line: string): number | string[] {
    const { nodes } = this.#model;
    const [verb, path] = [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)];
    const real = this.#real(this.#absolute(path));
    switch (verb) {
      case 'PWD':
        return 257;
      case 'STAT':
        return this.#listing(real, line);
      case 'CWD':
        if (nodes.get(real) !== 'dir') return 550;
        this.#cwd = real;
        this.#shown = this.#model.showsLinks === true ? path : real;
        return 250;
      case 'DELE': {
        const place = this.#place(path);
        const node = nodes.get(place);
        if (node === undefined || node === 'dir') return 550;
        nodes.delete(place);
        return 250;
      }
      case 'RMD': {
        const place = this.#place(path);
        const isEmpty = ![...nodes.keys()].some((one) => one.startsWith(`${place}/`));
        if (nodes.get(place) !== 'dir' || !isEmpty) return 550;
        nodes.delete(place);
        return 250;
      }
      default:
        return 502;
    }
  }

  #listing(directory: string, line: string): string[] {
    const told = this.#model.lists?.(directory, line);
    if (told) return told;
    return [...this.#model.nodes]
      .filter(([path]) => path.slice(0, path.lastIndexOf('/')) === directory)
      .map(([path, node]) => {
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (line === 'NLST') return name;
        const kind = node === 'dir' ? 'd' : node === 'file' ? '-' : 'l';
        const to = typeof node === 'object' ? ` -> ${node.leadsTo}` : '';
        return `${kind}rwxr-xr-x 1 u u 20 Jan 29 12:34 ${name}${to}`;
      });
  }

  /** A relative name is one in the directory where the session is. */
  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.#cwd}/${path}`;
  }

  /** With links in the directories followed, but not that of the last name. */
  #place(path: string): string {
    const absolute = this.#absolute(path);
    const at = absolute.lastIndexOf('/');
    return `${this.#real(absolute.slice(0, at))}/${absolute.slice(at + 1)}`;
  }

  /** With all links followed, and `..` gone. */
  #real(path: string): string {
    let real = '';
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      real = name === '..' ? real.slice(0, real.lastIndexOf('/')) : `${real}/${name}`;
      const node = this.#model.nodes.get(real);
      if (typeof node === 'object') real = node.leadsTo;
    }
    return real;
  }
}
