import type { ControlEvent } from '../../client/control.ts';
import type { Dialogue } from '../../client/records.ts';
import { commandBytes, parseCommand } from '../../wire/command.ts';
import { completes, type Reply } from '../../wire/reply.ts';
import { stripTelnet } from '../../wire/telnet.ts';
import { CLEAN_UP } from '../limits.ts';

/** A name that a command of ours may have made. */
export interface MadeName {
  /** absolute, a character a byte */
  readonly path: string;
  /** either: what RNTO gave a name, or MKD did not make */
  readonly kind: 'file' | 'directory' | 'either';
}

/** What a command makes of its argument. */
const MAKES: Readonly<Record<string, MadeName['kind']>> = {
  MKD: 'directory',
  XMKD: 'directory',
  STOR: 'file',
  APPE: 'file',
  STOU: 'file',
  RNTO: 'either',
};

const REMOVES: ReadonlySet<string> = new Set(['DELE', 'RMD', 'XRMD']);

/**
 * The names below `root` that the commands on these connections may have made, each once, without those that the server
 * says it has removed. Where it is not certain in which directory a session was, each is taken in which it may have
 * been: all of them are below `root`.
 * @param root absolute, of a directory that we made
 */
export function madeNames(dialogues: readonly Dialogue[], root: string): MadeName[] {
  const names = new Map<string, MadeName>();
  for (const { events } of dialogues)
    for (const made of new Naming(Buffer.from(root).toString('latin1')).read(events))
      if (names.size < CLEAN_UP.namesMade && !names.has(made.path)) names.set(made.path, made);
  return [...names.values()];
}

/** Directories that a session may be in; more are no work of a script. */
const MOST_DIRECTORIES = 32;

interface Noted extends MadeName {
  kind: MadeName['kind'];
}

/** What a command that is not answered yet may have made or removed. */
interface Asked {
  readonly directories: readonly Noted[];
  readonly removed: string | undefined;
}

/** Follows one session. */
class Naming {
  readonly #root: string;
  #made: Noted[] = [];
  /** the oldest first */
  readonly #unanswered: Asked[] = [];
  /** where the session may be, of what is below the root */
  readonly #directories = new Set<string>();
  #renaming: readonly string[] = [];
  #verb = '';
  /** of a line that is not at its end yet */
  #begun: Buffer = Buffer.alloc(0);

  constructor(root: string) {
    this.#root = root;
  }

  read(events: readonly ControlEvent[]): readonly MadeName[] {
    for (const event of events)
      if (event.kind === 'command') this.#sent(commandBytes(event.line));
      else if (event.kind === 'raw') this.#sent(event.bytes);
      else if (event.kind === 'reply') this.#answered(event.reply);
    this.#line(this.#begun);
    return this.#made;
  }

  /** A directory that was there before may be anything, a link too. */
  #answered(reply: Reply): void {
    if (this.#verb === 'STOU')
      for (const { bytes } of reply.lines) this.#told(bytes.toString('latin1'));
    if (!completes(reply)) return;
    const asked = this.#unanswered.shift();
    if (reply.code >= 300) for (const name of asked?.directories ?? []) name.kind = 'either';
    else if (asked?.removed !== undefined)
      this.#made = this.#made.filter(({ path }) => path !== asked.removed);
  }

  /** Raw bytes need not be whole lines. */
  #sent(bytes: Buffer): void {
    let from = 0;
    const all = Buffer.concat([this.#begun, bytes]);
    for (let end = all.indexOf(10); end !== -1; end = all.indexOf(10, from)) {
      this.#line(all.subarray(from, end));
      from = end + 1;
    }
    this.#begun = all.subarray(from);
  }

  #line(bytes: Buffer): void {
    const text = stripTelnet(bytes).toString('latin1').replace(/\r$/, '').trimStart();
    const { verb, argument = '' } = parseCommand(text);
    this.#verb = verb;
    const before = this.#made.length;
    if (verb === 'CWD' || verb === 'XCWD') this.#enters(argument);
    else if (verb === 'CDUP' || verb === 'XCUP') this.#enters('..');
    else if (verb === 'RNFR') this.#renaming = this.#resolved(argument);
    else {
      const kind = MAKES[verb];
      if (kind !== undefined && argument !== '') this.#makes(argument, kind);
    }
    const directories = this.#made.slice(before).filter((name) => name.kind === 'directory');
    this.#unanswered.push({ directories, removed: this.#removed(verb, argument) });
  }

  /** The one name that a command removes; none where it is not certain. */
  #removed(verb: string, argument: string): string | undefined {
    const names = REMOVES.has(verb) ? this.#resolved(argument) : [];
    return names.length === 1 ? names[0] : undefined;
  }

  #enters(argument: string): void {
    for (const directory of this.#resolved(argument))
      if (this.#directories.size < MOST_DIRECTORIES) this.#directories.add(directory);
  }

  #makes(argument: string, kind: MadeName['kind']): void {
    for (const path of this.#resolved(argument)) {
      this.#made.push({ path, kind });
      if (kind === 'either') this.#moved(path);
    }
  }

  /** What was in a directory is in it under its new name too. */
  #moved(to: string): void {
    for (const from of this.#renaming)
      for (const { path, kind } of [...this.#made])
        if (path.startsWith(`${from}/`) && this.#made.length < CLEAN_UP.namesMade)
          this.#made.push({ path: to + path.slice(from.length), kind });
  }

  /** `150 FILE: name` says how a STOU called the file (RFC 1123 section 4.1.2.9). */
  #told(line: string): void {
    const at = line.indexOf('FILE: ');
    if (at !== -1) this.#makes(line.slice(at + 6).trimEnd(), 'file');
  }

  /** What an argument may mean: the root and names below it, never anything else. */
  #resolved(argument: string): string[] {
    if (isWithin(argument, this.#root)) return this.#below(argument.slice(this.#root.length));
    if (argument.startsWith('/')) return [];
    return [...this.#directories].flatMap((directory) =>
      this.#below(`${directory.slice(this.#root.length)}/${argument}`),
    );
  }

  /** The absolute path of one that is relative to the root; none where it leads out, or holds what no name can. */
  #below(path: string): string[] {
    if (/[\0\r\n]/.test(path) || climbs(path)) return [];
    const names: string[] = [];
    for (const name of path.split('/'))
      if (name === '..') {
        if (names.pop() === undefined) return [];
      } else if (name !== '' && name !== '.') names.push(name);
    return [[this.#root, ...names].join('/')];
  }
}

/** Whether a path is a directory, or below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** `a\\..` is a way up where backslashes part names. */
function climbs(path: string): boolean {
  return path.includes('\\') && path.split(/[/\\]/).includes('..');
}
