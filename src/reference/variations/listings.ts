import { parseCommand } from '../../wire/command.ts';
import { forVerbs, type VerbHook, withArgument, withLines } from '../behaviours/builders.ts';
import type { Octets } from '../codec.ts';
import type { Exchange } from '../exchange.ts';
import { nameOf, resolvePath } from '../store/store.ts';
import type { Variation } from './variation.ts';

/** Whether a listing is asked for of what is not there. */
function isMissing({ line, session }: Exchange): boolean {
  const { argument = '' } = parseCommand(line);
  const path = resolvePath(session.workingDirectory, argument);
  return !argument.startsWith('-') && session.store.find(path) === undefined;
}

async function* nothing(): AsyncGenerator<Buffer> {}

/** LIST and NLST. */
export const listingsVariations: readonly Variation[] = [
  {
    id: 'nlst-absolute',
    title: 'NLST sends absolute pathnames',
    allowedBy: ['RFC959 4.1.3', 'RFC1123 4.1.2.7'],
    sends: {
      NLST: (octets, { session, argument }) => {
        const path = /^-\w+$/.test(argument) ? '' : argument;
        const root = resolvePath(session.workingDirectory, path);
        const isFile = session.store.find(root)?.kind === 'file';
        return withLines((lines) =>
          lines.map((line) =>
            isFile ? `${root}\r\n` : `${resolvePath(root, nameOf(line.slice(0, -2)))}\r\n`,
          ),
        )(octets);
      },
    },
  },
  {
    id: 'nlst-missing-is-empty',
    title: 'LIST and NLST of what is not there are empty',
    allowedBy: ['R19'],
    verbs: forVerbs<VerbHook>(['LIST', 'NLST'], (exchange, honest) => {
      if (isMissing(exchange)) exchange.argument = '';
      return honest();
    }),
    sends: forVerbs(['LIST', 'NLST'], (octets: Octets, exchange: Exchange) =>
      isMissing(exchange) ? nothing() : octets,
    ),
  },
  {
    id: 'listings-backwards',
    title: 'Listings are sorted backwards',
    allowedBy: ['RFC959 4.1.3', 'RFC3659 7.2'],
    sends: forVerbs(
      ['LIST', 'NLST', 'MLSD'],
      withLines((lines) => lines.toReversed()),
    ),
  },
  {
    id: 'list-with-total',
    title: 'LIST begins with a total',
    allowedBy: ['RFC959 4.1.3'],
    sends: { LIST: withLines((lines) => ['total 8\r\n', ...lines]) },
  },
  {
    id: 'list-with-dots',
    title: 'LIST shows the directory itself and its parent',
    allowedBy: ['RFC959 4.1.3'],
    sends: {
      LIST: (octets, { session, path, argument }) =>
        session.store.find(/^-/.test(argument) ? session.workingDirectory : path)?.kind === 'dir'
          ? withLines((lines) => [...DOTS, ...lines])(octets)
          : octets,
    },
  },
  {
    id: 'hidden-names',
    title: 'LIST and NLST do not show names that begin with a full stop',
    allowedBy: ['RFC959 4.1.3', 'RFC3659-7.1-MLSD-10'],
    sends: {
      LIST: withLines((lines) => lines.filter((line) => !/ \.[^ ]*\r\n$/.test(line))),
      NLST: withLines((lines) => lines.filter((line) => !nameOf(line).startsWith('.'))),
    },
  },
  {
    id: 'options-are-names',
    title: 'LIST and NLST take -a for a name',
    allowedBy: ['PRACTICE-LIST-1', 'RFC959 4.1.3'],
    verbs: forVerbs(
      ['LIST', 'NLST'],
      withArgument((argument) => (argument.startsWith('-') ? `./${argument}` : argument)),
    ),
  },
];

const DOTS = ['.', '..'].map(
  (name) => `drwxr-xr-x    2 ftp      ftp              4096 Feb 29  2024 ${name}\r\n`,
);
