import { joinPath } from '../../wire/path.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { mlsxEntry } from '../mlsx-entry.ts';
import { longLines } from '../listing.ts';
import { nameOf, parentOf, resolvePath, type Directory, type Node } from '../store/store.ts';
import { transfer } from '../transfer.ts';
import { type CommandTable } from './command.ts';

/** LIST, NLST (RFC 959 section 4.1.3), MLST and MLSD (RFC 3659 section 7). */
export const listingCommands: CommandTable = {
  LIST: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    refusal: 450,
    run: (exchange) => sendLines(exchange, longListing(exchange, withoutOptions(exchange))),
  },
  NLST: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    refusal: 450,
    run: (exchange) => {
      const argument = withoutOptions(exchange);
      const node = exchange.session.store.get(absolute(exchange, argument));
      // The names have to work as they stand (RFC 1123 section 4.1.2.7).
      const lines =
        node.kind === 'file'
          ? [argument]
          : [...listable(node).keys()].map((name) =>
              argument === '' ? name : joinPath(argument, name),
            );
      return sendLines(exchange, lines);
    },
  },
  MLSD: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    run: (exchange) => {
      const { session } = exchange;
      const path = exchange.path;
      const directory = session.store.get(path);
      if (directory.kind === 'file') throw new Refusal('Not a directory.', 501);
      const lines = [...listable(directory)].map(([name, node]) =>
        mlsxEntry(session, node, joinPath(path, name), name),
      );
      // They may be shown only where their type tells them apart (RFC 3659 section 7.5.1.2).
      if (session.facts.includes('type')) lines.unshift(...aboutItself(exchange, path, directory));
      return sendLines(exchange, lines);
    },
  },
  MLST: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    run: (exchange) => {
      const { session } = exchange;
      const path = exchange.path;
      const line = mlsxEntry(session, session.store.get(path), path, path);
      exchange.reply(250, `Facts of ${path}`, line, 'End');
    },
  },
};

/** The lines that LIST and STAT show. */
export function longListing(exchange: Exchange, argument: string): string[] {
  const { session } = exchange;
  const path = absolute(exchange, argument);
  const node = session.store.get(path);
  const shown: Iterable<[string, Node]> =
    node.kind === 'file' ? [[nameOf(path), node]] : listable(node);
  return longLines(session.settings.layout, [...shown], session.now);
}

function aboutItself(exchange: Exchange, path: string, directory: Directory): string[] {
  const { session } = exchange;
  const lines = [mlsxEntry(session, directory, path, path, 'cdir')];
  const parent = parentOf(path);
  if (path !== '/')
    lines.push(mlsxEntry(session, session.store.get(parent), parent, parent, 'pdir'));
  return lines;
}

function listable(directory: Directory): Map<string, Node> {
  if (!directory.listable) throw new Refusal('Permission denied.', 550);
  return directory.children;
}

function sendLines(exchange: Exchange, lines: readonly string[]): Promise<void> {
  const send = lines.map((line) => Buffer.from(`${line}\r\n`, 'latin1'));
  return transfer(exchange, { opening: 'Here it comes.', send, text: true });
}

/** Clients send the options of ls(1); they are taken as such unless a file is called so. */
function withoutOptions({ session, argument }: Exchange): string {
  const match = /^-[A-Za-z1]+(?: (.*))?$/.exec(argument);
  if (!match || session.store.find(resolvePath(session.workingDirectory, argument)))
    return argument;
  return match[1] ?? '';
}

function absolute({ session }: Exchange, argument: string): string {
  return resolvePath(session.workingDirectory, argument);
}
