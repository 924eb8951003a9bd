import { parseTime } from '../../wire/facts.ts';
import { WireError } from '../../wire/errors.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { resolvePath, type Node } from '../store/store.ts';
import { mustWrite, type CommandEntry } from './command.ts';

/** SITE (RFC 959 section 4.1.3): HELP, and what UNIX servers have under it. */
export const SITE: CommandEntry = {
  syntax: '<SP> HELP | CHMOD <SP> mode <SP> pathname | UTIME <SP> time <SP> pathname',
  argument: 'required',
  refusal: 501,
  run: (exchange) => {
    const [word = '', ...rest] = exchange.argument.trim().split(' ');
    const run = SUBCOMMANDS[word.toUpperCase()];
    if (!run) throw new Refusal('There is no such SITE command.');
    run(exchange, rest.join(' '));
  },
};

const SUBCOMMANDS: Readonly<Record<string, (exchange: Exchange, argument: string) => void>> = {
  HELP: (exchange) => exchange.reply(200, `SITE knows ${Object.keys(SUBCOMMANDS).join(', ')}.`),
  CHMOD: (exchange, argument) => {
    const [, mode, name] = /^([0-7]{3,4}) (.+)$/.exec(argument) ?? [];
    if (mode === undefined || name === undefined)
      throw new Refusal('SITE CHMOD takes a mode and a pathname.');
    changeMode(changeable(exchange, name), parseInt(mode, 8));
    exchange.reply(200, 'The mode is set.');
  },
  UTIME: (exchange, argument) => {
    const [, after] = /^(.+) \d{14} (\d{14}) \d{14} UTC$/i.exec(argument) ?? [];
    const [name, time] =
      after === undefined
        ? [argument.slice(15), argument.slice(0, 14)]
        : [argument.slice(0, -49), after];
    if (name === '' || !/^\d{14}$/.test(time))
      throw new Refusal('SITE UTIME takes a time and a pathname, or a pathname and three times.');
    changeable(exchange, name).modified = timeIn(time);
    exchange.reply(200, 'The time is set.');
  },
};

/** @throws Refusal where nothing of that name may be changed */
function changeable(exchange: Exchange, name: string): Node {
  const { store, workingDirectory } = exchange.session;
  mustWrite(exchange);
  const path = resolvePath(workingDirectory, name);
  const node = store.find(path);
  if (!node) throw new Refusal('No such file or directory.', 550);
  if (!store.changeable(path)) throw new Refusal('Permission denied.', 550);
  return node;
}

/** Of a directory only whether it may be listed is kept. */
function changeMode(node: Node, mode: number): void {
  const readable = (mode & 0o444) !== 0;
  if (node.kind === 'dir') node.listable = readable;
  else {
    node.mode = mode & 0o777;
    node.readable = readable;
  }
}

function timeIn(text: string): number {
  try {
    return parseTime(text);
  } catch (error) {
    if (error instanceof WireError) throw new Refusal(`${error.message}.`);
    throw error;
  }
}
