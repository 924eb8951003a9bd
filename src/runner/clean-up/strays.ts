import type { ControlEvent } from '../../client/control.ts';
import type { Dialogue } from '../../client/records.ts';
import { parseCommand } from '../../wire/command.ts';
import { completes } from '../../wire/reply.ts';
import { CLEAN_UP } from '../limits.ts';
import type { Leftover } from '../results.ts';
import { NOT_THERE, type Removal } from './removal.ts';
import type { CleanUpSession } from './session.ts';

/** What scenarios call things that they make without a scratch directory: `ftpspec-${random}`, and a word perhaps. */
const OURS = /^ftpspec-[0-9a-f]{12}(?:-[a-z]+)?$/;
const MAKING = ['MKD', 'XMKD', 'STOR', 'APPE', 'RNTO'];
const REMOVING = ['DELE', 'RMD', 'XRMD'];

/** A name in the login directory. */
export interface Stray {
  readonly name: string;
  /** the server has said that it was made */
  readonly isMade: boolean;
}

/**
 * Names in the login directory that these commands may have made and none has removed: the scenario that made them has
 * lost its connections before it could.
 * @param root the scratch directory; what a session makes once it is there is removed with it
 */
export function strayNames(dialogues: readonly Dialogue[], root: string | undefined): Stray[] {
  const names = new Map<string, boolean>();
  for (const { events } of dialogues) follow(events, root, names);
  return [...names].map(([name, isMade]) => ({ name, isMade }));
}

function follow(
  events: readonly ControlEvent[],
  root: string | undefined,
  names: Map<string, boolean>,
): void {
  const asked: { readonly verb: string; readonly name: string; begun: boolean }[] = [];
  for (const event of events) {
    if (event.kind === 'command') {
      const { verb, argument = '' } = parseCommand(event.line);
      if (root !== undefined && /^X?CWD$/.test(verb) && argument.startsWith(root)) return;
      asked.push({ verb, name: argument, begun: false });
      if (MAKING.includes(verb) && OURS.test(argument)) names.set(argument, false);
    } else if (event.kind === 'reply') {
      const [first] = asked;
      if (!first) continue;
      const { reply } = event;
      if (!completes(reply)) first.begun = true;
      else {
        asked.shift();
        // What a transfer leaves that breaks off may be there.
        const isRefused = reply.code >= 400 && !first.begun;
        const isDone = reply.code < 300;
        if (MAKING.includes(first.verb) && isRefused) names.delete(first.name);
        if (MAKING.includes(first.verb) && isDone && names.has(first.name))
          names.set(first.name, true);
        if (REMOVING.includes(first.verb) && isDone) names.delete(first.name);
      }
    }
  }
}

/** Removes names from the login directory, whatever they are. */
export class Strays implements Removal {
  #left: Stray[];
  readonly #refused = new Map<string, string>();
  readonly known: number;
  removed = 0;

  constructor(names: Iterable<Stray>) {
    this.#left = [...names].slice(0, CLEAN_UP.namesMade);
    this.known = this.#left.length;
  }

  get isDone(): boolean {
    return this.#left.length === 0;
  }

  async go(session: CleanUpSession): Promise<void> {
    for (let [next] = this.#left; next; [next] = this.#left) {
      const { name, isMade } = next;
      const file = await session.ask(`DELE ${name}`);
      const answer = file.code < 300 ? file : await session.ask(`RMD ${name}`);
      this.#left.shift();
      if (answer.code < 300) this.removed++;
      else if (isMade || !NOT_THERE.includes(answer.code))
        this.#refused.set(name, answer.lines.join(' '));
    }
  }

  leftovers(why: string): Leftover[] {
    return [
      ...[...this.#refused].map(([name, reply]) => ({ name, reply })),
      ...this.#left.map(({ name }) => ({ name, reply: why })),
    ];
  }
}
