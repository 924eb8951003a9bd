import {
  after,
  forVerbs,
  mapOctets,
  replyWhen,
  UPLOADS,
  type VerbHook,
} from '../behaviours/builders.ts';
import type { Octets } from '../codec.ts';
import type { Exchange } from '../exchange.ts';
import { parentOf } from '../store/store.ts';
import type { Variation } from './variation.ts';

const isThere = ({ session, path, argument }: Exchange): boolean =>
  argument !== '' && session.store.find(path) !== undefined;

/** RNTO is refused, and the RNFR before it is forgotten. */
function refuseRenaming(when: (from: string, exchange: Exchange) => boolean): VerbHook {
  return (exchange, honest) => {
    const { session } = exchange;
    if (session.renameFrom === undefined || !when(session.renameFrom, exchange)) return honest();
    session.renameFrom = undefined;
    exchange.reply(553, 'That is not allowed here.');
    return undefined;
  };
}

/** Stands for the table of EBCDIC: every octet but those of line ends becomes another one, and back. */
const otherSet = mapOctets((octet) => [octet === 10 || octet === 13 ? octet : octet ^ 0x80]);

function translated(octets: Octets, { session }: Exchange): Octets {
  return session.representation.type === 'A' ? otherSet(octets) : octets;
}

/** What an account may do with the store. */
export const storeVariations: readonly Variation[] = [
  {
    id: 'nothing-overwritten',
    title: 'What is there may not be written over',
    allowedBy: ['RFC959 5.4', 'R03'],
    verbs: {
      STOR: replyWhen(isThere, 553),
      APPE: replyWhen(isThere, 553),
      RNTO: refuseRenaming((_, exchange) => isThere(exchange)),
    },
  },
  {
    id: 'rmd-inside-refused',
    title: 'The working directory of a session cannot be removed, nor what it is in',
    allowedBy: ['RFC959 5.4', 'R06'],
    verbs: forVerbs(
      ['RMD', 'XRMD'],
      replyWhen(
        ({ session, path, argument }) =>
          argument !== '' && `${session.workingDirectory}/`.startsWith(`${path}/`),
        550,
        'The directory is in use.',
      ),
    ),
  },
  {
    id: 'no-moves',
    title: 'Nothing can be renamed into another directory',
    allowedBy: ['RFC959 5.4', 'R03'],
    verbs: {
      RNTO: refuseRenaming((from, { path }) => parentOf(from) !== parentOf(path)),
    },
  },
  {
    id: 'mkd-echoes-argument',
    title: 'MKD tells the name as it was given',
    allowedBy: ['R05', 'RFC3659-6.2-TVFS-6'],
    replies: forVerbs(['MKD', 'XMKD'], (reply, { argument }) =>
      reply.code === 257 ? { code: 257, lines: [`"${argument}" was made.`] } : reply,
    ),
  },
  {
    id: 'times-to-two-seconds',
    title: 'The store keeps the times of files to two seconds',
    allowedBy: ['RFC3659 3.1'],
    verbs: forVerbs(
      ['STOR', 'APPE', 'STOU'],
      after(({ store }, { path }) => {
        const file = store.find(path);
        if (file) file.modified -= file.modified % 2000;
      }),
    ),
  },
  {
    id: 'texts-in-ebcdic',
    title: 'Texts are stored in EBCDIC, and TYPE A translates',
    allowedBy: ['RFC959 3.1.1.1', 'R13', 'RFC2640-3.1-SP-2', 'RFC2640-3.1-NORM-1'],
    receives: forVerbs(UPLOADS, translated),
    sends: { RETR: translated },
  },
  {
    id: 'stou-names-at-the-end',
    title: 'STOU tells the name in its last reply',
    allowedBy: ['R07'],
    replies: {
      STOU: ({ code, lines }, exchange) => {
        const name = /^FILE: (.*)$/.exec(lines[0] ?? '')?.[1];
        if (name !== undefined) stored.set(exchange, name);
        if (code === 150) return { code, lines: ['Send it.'] };
        return code === 226
          ? { code: 250, lines: [`FILE: ${stored.get(exchange) ?? ''}`] }
          : { code, lines };
      },
    },
  },
];

/** The name that STOU has found. */
const stored = new WeakMap<object, string>();
