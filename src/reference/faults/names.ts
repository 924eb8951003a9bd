import type { ServerReply } from '../exchange.ts';
import type { Fault } from './hooks.ts';
import { answer, argument, each, listing, recode } from './making.ts';

const PATHS = [
  'STOR',
  'RETR',
  'APPE',
  'SIZE',
  'MDTM',
  'MLST',
  'MKD',
  'RMD',
  'CWD',
  'DELE',
  'RNFR',
  'RNTO',
];
const LISTINGS = ['LIST', 'NLST', 'MLSD'];

const ascii = (text: string): string => text.replace(/[\x80-\xff]/g, '?');

/** Changes the text of replies that show names. */
function inReplies(change: (line: string) => string) {
  return (reply: ServerReply): ServerReply => ({
    ...reply,
    lines: reply.lines.map((line) => change(line)),
  });
}

/** Faults of names: spaces, UTF-8, 8-bit octets; and of LANG. */
export const names: readonly Fault[] = [
  {
    id: 'names-as-question-marks',
    title: 'Octets beyond ASCII are shown as question marks',
    breaks: ['RFC2640-3.1-UTF8-4', 'RFC3659-8-8BIT-1'],
    sends: each(
      LISTINGS,
      listing((lines) => lines.map(ascii)),
    ),
    replies: each(['PWD', 'MKD', 'MLST', 'STAT'], inReplies(ascii)),
  },
  {
    id: 'names-in-latin-1',
    title: 'Names are shown in Latin-1',
    breaks: ['RFC2640-3.1-UTF8-4', 'RFC3659-2.2-PATH-1'],
    sends: each(
      LISTINGS,
      listing((lines) =>
        lines.map((line) =>
          Buffer.from(line, 'latin1')
            .toString('utf8')
            .replace(/[^\0-\xff]/g, '?'),
        ),
      ),
    ),
  },
  {
    id: 'names-of-seven-bits',
    title: 'Commands lose the high bit of names',
    breaks: ['RFC2640-3.1-UTF8-3', 'RFC2640-3.1-8BIT-1', 'RFC3659-8-8BIT-1'],
    verbs: each(
      PATHS,
      argument((path) =>
        path.replace(/[\x80-\xff]/g, (octet) => String.fromCharCode(octet.charCodeAt(0) & 0x7f)),
      ),
    ),
  },
  {
    id: 'eight-bit-names-refused',
    title: 'Names beyond ASCII are refused although UTF8 is listed',
    breaks: ['RFC2640-3.1-UTF8-3', 'RFC3659-8-8BIT-1'],
    verbs: each(PATHS, (exchange, honest) => {
      if (!/[\x80-\xff]/.test(exchange.argument)) return honest();
      exchange.reply(500, 'ASCII only.');
      return undefined;
    }),
  },
  {
    id: 'names-composed',
    title: 'Names are stored in composed form',
    breaks: ['RFC2640-3.1-NORM-1'],
    verbs: each(
      PATHS,
      argument((path) =>
        Buffer.from(Buffer.from(path, 'latin1').toString('utf8').normalize('NFC')).toString(
          'latin1',
        ),
      ),
    ),
  },
  {
    id: 'leading-spaces-lost',
    title: 'Spaces before a name are dropped',
    breaks: ['RFC2640-3.1-SP-1', 'RFC2640-3.1-SP-3', 'RFC3659-2.2-PATH-2'],
    verbs: each(
      PATHS,
      argument((path) => path.trimStart()),
    ),
  },
  {
    id: 'trailing-spaces-lost',
    title: 'Spaces behind a name are dropped',
    breaks: ['RFC2640-3.1-SP-2', 'RFC3659-2.2-PATH-2'],
    verbs: each(
      PATHS,
      argument((path) => path.trimEnd()),
    ),
  },
  {
    id: 'inner-spaces-joined',
    title: 'Several spaces in a name become one',
    breaks: ['RFC959-5.3-PATH-1'],
    verbs: each(
      PATHS,
      argument((path) => path.replace(/ +/g, ' ')),
    ),
  },
  {
    id: 'small-letters-in-names',
    title: 'Names are stored in small letters and found in small letters only',
    breaks: ['RFC3659-6.2.1-TVFS-8'],
    verbs: each(
      ['STOR', 'MKD'],
      argument((path) => path.toLowerCase()),
    ),
  },
  {
    id: 'names-cut-at-64',
    title: 'Names longer than 64 octets are cut',
    breaks: ['RFC1123-4.1.4.1-PATH-1'],
    verbs: each(
      PATHS,
      argument((path) => path.replace(/[^/]{65,}/g, (name) => name.slice(0, 64))),
    ),
  },
  {
    id: 'contents-recoded',
    title: 'UTF-8 in files is recoded to Latin-1',
    breaks: ['RFC2640-2-DATA-1', 'RFC959-3.1.1.3-IMAGE-1'],
    receives: each(['STOR', 'APPE'], async function* (source) {
      for await (const chunk of source) {
        const text = chunk.toString('utf8');
        yield text.includes('�') ? chunk : Buffer.from(text, 'latin1');
      }
    }),
  },
  {
    id: 'lang-unknown',
    title: 'LANG is listed and not known',
    breaks: ['RFC2640-4-LANG-1', 'RFC2389-3.2-FEAT-11'],
    verbs: { LANG: answer(500) },
  },
  {
    id: 'lang-takes-all',
    title: 'LANG takes every tag',
    breaks: ['RFC2640-4.2-LANG-3'],
    replies: { LANG: (reply) => ({ ...reply, code: 200 }) },
  },
  {
    id: 'lang-refuses-listed',
    title: 'LANG refuses the tag that FEAT lists',
    breaks: ['RFC2640-4.2-LANG-4', 'RFC2640-4.2-LANG-2'],
    replies: { LANG: recode(200, 504) },
  },
  {
    id: 'lang-feature-malformed',
    title: 'FEAT lists LANG without a tag',
    breaks: ['RFC2640-4.3-LANG-5'],
    replies: { FEAT: inReplies((line) => line.replace('LANG EN*', 'LANG')) },
  },
  {
    id: 'greeting-in-latin-1',
    title: 'The greeting has letters beyond ASCII',
    breaks: ['RFC2640-4.1-LANG-7'],
    replies: { CONNECT: inReplies(() => 'Gr\xfc\xdf Gott.') },
  },
];
