import { formatTime, parseTime } from '../../wire/facts.ts';
import { WireError } from '../../wire/errors.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { resolvePath, type Node } from '../store/store.ts';
import { mustWrite, type CommandEntry, type CommandTable } from './command.ts';
import { sentOctets } from './transfers.ts';

/** SIZE and MDTM (RFC 3659 sections 3 and 4); MFMT, MFCT and MFF (draft-somers-ftp-mfxx). */
export const factCommands: CommandTable = {
  SIZE: {
    syntax: '<SP> pathname',
    argument: 'required',
    keepsRestart: true,
    run: async (exchange) => {
      const { session } = exchange;
      const { content } = session.store.file(exchange.path);
      exchange.reply(213, String(await sentOctets(session, content)));
    },
  },
  MDTM: {
    syntax: '<SP> pathname',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => {
      const { modified } = exchange.session.store.file(exchange.path);
      exchange.reply(213, formatTime(modified));
    },
  },
  MFMT: setter('Modify'),
  MFCT: setter('Create'),
  MFF: {
    syntax: '<SP> fact=value;... <SP> pathname',
    argument: 'required',
    run: (exchange) => {
      const { list, path } = split(exchange);
      const given = list.split(';').slice(0, -1);
      if (!list.endsWith(';') || given.some((fact) => !fact.includes('=')))
        throw new Refusal('MFF takes fact=value;... and a pathname.', 501);
      const changes = given.map((fact) => {
        const [name = '', value = ''] = fact.split('=', 2);
        if (!isSettable(name)) throw new Refusal(`The fact ${name} cannot be set.`, 504);
        return { name: name.toLowerCase(), time: readTime(value) };
      });
      const node = target(exchange, path);
      for (const { name, time } of changes) set(node, name, time);
      exchange.reply(213, `${list} ${path}`);
    },
  },
};

/** The facts that MFF sets, as FEAT lists them. */
export const SETTABLE = ['Modify', 'Create'];

function isSettable(name: string): boolean {
  return SETTABLE.some((fact) => fact.toLowerCase() === name.toLowerCase());
}

function setter(fact: string): CommandEntry {
  return {
    syntax: '<SP> YYYYMMDDHHMMSS <SP> pathname',
    argument: 'required',
    run: (exchange) => {
      const { list, path } = split(exchange);
      const time = readTime(list);
      set(target(exchange, path), fact.toLowerCase(), time);
      exchange.reply(213, `${fact}=${formatTime(time)}; ${path}`);
    },
  };
}

/** The first word, and all after the one space after it (RFC 3659 section 2.2). */
function split({ argument, verb }: Exchange): { list: string; path: string } {
  const space = argument.indexOf(' ');
  const path = argument.slice(space + 1);
  if (space === -1 || path === '') throw new Refusal(`${verb} takes a value and a pathname.`, 501);
  return { list: argument.slice(0, space), path };
}

function readTime(text: string): number {
  try {
    return parseTime(text);
  } catch (error) {
    if (error instanceof WireError) throw new Refusal(`${error.message}.`, 501);
    throw error;
  }
}

function target(exchange: Exchange, path: string): Node {
  const { session } = exchange;
  mustWrite(exchange);
  const absolute = resolvePath(session.workingDirectory, path);
  const node = session.store.get(absolute);
  if (!session.store.changeable(absolute)) throw new Refusal('Permission denied.');
  return node;
}

/** Nothing is changed before it was made (RFC 3659 section 7.5.4). */
function set(node: Node, fact: string, time: number): void {
  if (fact === 'modify') {
    node.modified = time;
    node.created = Math.min(node.created, time);
  } else {
    node.created = time;
    node.modified = Math.max(node.modified, time);
  }
}
