import type { ServerReply } from '../exchange.ts';
import type { Fault } from './fault.ts';
import { forVerbs, withArgument, withLines } from '../behaviours/builders.ts';

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
export const namesFaults: readonly Fault[] = [
  {
    id: 'names-as-question-marks',
    title: 'Octets beyond ASCII are shown as question marks',
    breaks: ['RFC2640-3.1-UTF8-4', 'RFC3659-8-8BIT-1'],
    sends: forVerbs(
      LISTINGS,
      withLines((lines) => lines.map(ascii)),
    ),
    replies: forVerbs(['PWD', 'MKD', 'MLST', 'STAT'], inReplies(ascii)),
  },
  {
    id: 'names-in-latin-1',
    title: 'Names are shown in Latin-1',
    breaks: ['RFC2640-3.1-UTF8-4', 'RFC3659-2.2-PATH-1'],
    sends: forVerbs(
      LISTINGS,
      withLines((lines) =>
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
    verbs: forVerbs(
      PATHS,
      withArgument((path) =>
        path.replace(/[\x80-\xff]/g, (octet) => String.fromCharCode(octet.charCodeAt(0) & 0x7f)),
      ),
    ),
  },
  {
    id: 'eight-bit-names-refused',
    title: 'Names beyond ASCII are refused although UTF8 is listed',
    breaks: ['RFC2640-3.1-UTF8-3', 'RFC3659-8-8BIT-1'],
    verbs: forVerbs(PATHS, (exchange, honest) => {
      if (!/[\x80-\xff]/.test(exchange.argument)) return honest();
      exchange.reply(500, 'ASCII only.');
      return undefined;
    }),
  },
  {
    id: 'names-composed',
    title: 'Names are stored in composed form',
    breaks: ['RFC2640-3.1-NORM-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) =>
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
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.trimStart()),
    ),
  },
  {
    id: 'trailing-spaces-lost',
    title: 'Spaces after a name are dropped',
    breaks: ['RFC2640-3.1-SP-2', 'RFC3659-2.2-PATH-2'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.trimEnd()),
    ),
  },
  {
    id: 'inner-spaces-joined',
    title: 'Several spaces in a name become one',
    breaks: ['RFC959-5.3-PATH-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.replace(/ +/g, ' ')),
    ),
  },
  {
    id: 'names-percent-decoded',
    title: 'Names are decoded as in URLs: %20 is a space',
    breaks: ['RFC959-5.3-PATH-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) =>
        path.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      ),
    ),
  },
  {
    id: 'plus-is-space',
    title: 'A plus in a name is a space',
    breaks: ['RFC959-5.3-PATH-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.replaceAll('+', ' ')),
    ),
  },
  {
    id: 'names-expanded',
    title: 'Names are expanded as a shell does: $HOME is a directory',
    breaks: ['RFC959-5.3-PATH-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.replaceAll(/\$\w+/g, 'home')),
    ),
  },
  {
    id: 'listings-html-escaped',
    title: 'Listings have &amp;, &lt; and &gt; for & < and > in names',
    breaks: ['RFC959-5.3-PATH-1', 'RFC959-4.1.3-NLST-3'],
    sends: forVerbs(
      LISTINGS,
      withLines((lines) =>
        lines.map((line) =>
          line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        ),
      ),
    ),
  },
  {
    id: 'small-letters-in-names',
    title: 'Names are stored in small letters and found in small letters only',
    breaks: ['RFC3659-6.2.1-TVFS-8'],
    verbs: forVerbs(
      ['STOR', 'MKD'],
      withArgument((path) => path.toLowerCase()),
    ),
  },
  {
    id: 'names-cut-at-64',
    title: 'Names longer than 64 octets are cut',
    breaks: ['RFC1123-4.1.4.1-PATH-1'],
    verbs: forVerbs(
      PATHS,
      withArgument((path) => path.replace(/[^/]{65,}/g, (name) => name.slice(0, 64))),
    ),
  },
  {
    id: 'contents-recoded',
    title: 'UTF-8 in files is recoded to Latin-1',
    breaks: ['RFC2640-2-DATA-1', 'RFC959-3.1.1.3-IMAGE-1'],
    receives: forVerbs(['STOR', 'APPE'], async function* (source) {
      for await (const chunk of source) {
        const text = chunk.toString('utf8');
        yield text.includes('�') ? chunk : Buffer.from(text, 'latin1');
      }
    }),
  },
  {
    id: 'stat-joins-spaces',
    title: 'STAT takes several spaces in a name for one',
    breaks: ['RFC3659-8-STAT-1'],
    verbs: { STAT: withArgument((path) => path.replace(/ +/g, ' ')) },
  },
  {
    id: 'line-end-in-name-listed',
    title: 'A name with CR LF is accepted and stands in MLSD as it is',
    breaks: ['RFC3659-2.2-PATH-4', 'RFC3659-7.2-MLSD-2'],
    verbs: {
      RNTO: (exchange, honest) => {
        if (!exchange.argument.includes('\r\n')) return honest();
        torn.add(exchange.session);
        exchange.reply(250, 'Renamed.');
        return undefined;
      },
    },
    sends: {
      MLSD: (lines, { session }) =>
        torn.has(session)
          ? withLines((all) => [...all, 'type=file; a\r\n', 'b\r\n'])(lines)
          : lines,
    },
  },
  {
    id: 'cr-ends-name',
    title: 'A CR in a name cuts it',
    breaks: ['RFC2640-3.1-CR-1'],
    verbs: { STOR: withArgument((path) => path.replace(/\r.*/, '')) },
  },
  {
    id: 'lf-ends-name',
    title: 'A LF in a name cuts it',
    breaks: ['RFC2640-3.1-LF-1'],
    verbs: { STOR: withArgument((path) => path.replace(/\n.*/, '')) },
  },
  {
    id: 'mfmt-joins-spaces',
    title: 'MFMT takes several spaces in a name for one',
    breaks: ['PRACTICE-MFMT-4'],
    verbs: { MFMT: withArgument((text) => text.replace(/ +/g, ' ')) },
  },
];

/** Sessions that have made a name of two lines. */
const torn = new WeakSet<object>();
