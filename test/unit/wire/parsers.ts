import { Transcript } from '../../../src/client/transcript.ts';
import { hideSecrets } from '../../../src/client/secrets.ts';
import { addressesIn } from '../../../src/probe/addresses.ts';
import type { Answer } from '../../../src/probe/observations.ts';
import { recognise } from '../../../src/probe/products.ts';
import * as phrases from '../../../src/probe/reply-phrases.ts';
import { segment } from '../../../src/report/common/case.ts';
import { oneLine } from '../../../src/report/common/text.ts';
import { matches } from '../../../src/scenario/patterns.ts';
import { decodeText, visible } from '../../../src/wire/bytes.ts';
import { parseCommand } from '../../../src/wire/command.ts';
import {
  canonicalAddress,
  familyOf,
  parse227,
  parse229,
  parseExtendedPort,
  parseHostPort,
} from '../../../src/wire/endpoint.ts';
import { parseEntry, parseTime, splitEntry } from '../../../src/wire/facts.ts';
import { parseFeatures } from '../../../src/wire/features.ts';
import { isEntryName } from '../../../src/wire/entry-name.ts';
import { linesOf, listedTimes, listingLines, parseListed } from '../../../src/wire/listing.ts';
import { parse257 } from '../../../src/wire/path.ts';
import { parsePorts } from '../../../src/wire/ports.ts';
import { ReplyReader } from '../../../src/wire/reply.ts';
import { quoted, quotedBytes, shorten } from '../../../src/wire/shorten.ts';
import { stripTelnet } from '../../../src/wire/telnet.ts';

/** A text that is `unit` again and again, between a beginning and an end; a character is a byte. */
export interface Shape {
  readonly begin?: string;
  readonly unit: string;
  readonly end?: string;
}

export interface Parser {
  readonly parse: (text: string) => unknown;
  /** what a careless parser of this would take longest for; everything of one kind comes as well */
  readonly worst: readonly Shape[];
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

const ENDPOINTS: readonly Shape[] = [
  { unit: '1,', end: 'x' },
  { unit: '1,1,1,1,1,1 ' },
  { unit: '(', end: '|||1|' },
  { unit: '(|' },
  { begin: '(|||', unit: '1', end: '|)' },
  { unit: '()' },
];

const LISTED: readonly Shape[] = [
  { begin: 'drwxr-xr-x', unit: ' ' },
  { begin: 'drwxr-xr-x', unit: ' 1' },
  { begin: 'drwxr-xr-x', unit: ' 1 Jan 1 2020' },
  { begin: 'drwxr-xr-x', unit: ' 1 Jan 1 2020 ', end: '\r' },
  { begin: 'drwxr-xr-x ', unit: '1' },
  { begin: 'drwxr-xr-x 1 Jan', unit: ' ' },
  { begin: 'lrwxrwxrwx 1 o g 1 Jan 1 2020 a', unit: ' -> a' },
  { begin: '01-01-20 12:34', unit: ' ' },
  { begin: '01-01-20 12:34 ', unit: '1', end: ' a' },
  { begin: '+', unit: 's,' },
  { begin: '+', unit: 's1,', end: '\ta' },
];

const ENTRIES: readonly Shape[] = [
  { unit: 'a=;', end: ' a' },
  { unit: 'a=b' },
  { unit: '=', end: '; a' },
  { begin: 'a', unit: '=', end: '; a' },
  { begin: 'a=', unit: '\r', end: '; a' },
  { unit: ';', end: ' a' },
];

const LINES: readonly Shape[] = [
  { unit: '\r', end: 'x' },
  { unit: '\r\r\n' },
  { unit: 'ab\r\n' },
  { unit: '\r', end: '\n' },
];

const REPLIES: readonly Shape[] = [
  { unit: '220 a\r\n' },
  { begin: '220-', unit: '\r\n', end: '220 \r\n' },
  { begin: '220-a\r\n', unit: '220-\r\n', end: '220 \r\n' },
  { unit: '\xff\xfb\x01', end: '\r\n' },
];

/** Bytes in segments of `size`, until the reader refuses them. */
const inSegments =
  (size: number) =>
  (text: string): unknown => {
    const reader = new ReplyReader();
    const bytes = latin1(text);
    let replies = 0;
    for (let at = 0; at < bytes.length; at += size)
      replies += reader.push(bytes.subarray(at, at + size)).length;
    return [replies, reader.pending, reader.takePending()];
  };

/** Every function of `src/wire` that reads what a peer sent, by its name. */
export const WIRE: Readonly<Record<string, Parser>> = {
  decodeText: {
    parse: (text) => decodeText(latin1(text)),
    worst: [{ unit: '\xc3' }, { unit: '\xc3\xa4', end: '\xc3' }],
  },
  visible: { parse: (text) => visible(latin1(text)), worst: [{ unit: '\\' }] },
  parseCommand: { parse: parseCommand, worst: [{ unit: 'a', end: ' ' }] },
  parsePorts: {
    parse: parsePorts,
    worst: [{ unit: '1-9, ' }, { unit: '9' }, { unit: ', ', end: '1' }],
  },
  parseHostPort: { parse: parseHostPort, worst: ENDPOINTS },
  parse227: { parse: parse227, worst: ENDPOINTS },
  parse229: { parse: parse229, worst: ENDPOINTS },
  parseExtendedPort: {
    parse: parseExtendedPort,
    worst: [
      { unit: '|' },
      { begin: '|1|', unit: '1.', end: '|1|' },
      { begin: '|2|', unit: ':', end: '|1|' },
      { begin: '|', unit: '1', end: '|::|1|' },
    ],
  },
  canonicalAddress: {
    parse: canonicalAddress,
    worst: [{ unit: ':' }, { unit: '0:' }, { begin: 'fe80::1%', unit: 'a' }],
  },
  familyOf: {
    parse: familyOf,
    worst: [{ unit: ':' }, { unit: '1.' }, { begin: 'fe80::1%', unit: 'a' }, { unit: '%' }],
  },
  parseEntry: {
    parse: parseEntry,
    worst: ENTRIES,
  },
  splitEntry: {
    parse: splitEntry,
    worst: ENTRIES,
  },
  parseTime: { parse: parseTime, worst: [{ begin: '20200101000000.', unit: '1' }] },
  parseFeatures: {
    parse: (text) => parseFeatures(linesOf(`211-\n${text}\n211 end\n`)),
    worst: [
      { begin: '211-', unit: ' ' },
      { unit: '211-' },
      { unit: ' A\n' },
      { begin: 'A ', unit: 'a\r' },
      { unit: 'A ', end: '\r' },
    ],
  },
  parseListed: {
    parse: parseListed,
    worst: LISTED,
  },
  listedTimes: {
    parse: (text) => listedTimes(text, 0),
    worst: LISTED,
  },
  linesOf: { parse: linesOf, worst: LINES },
  isEntryName: { parse: isEntryName, worst: [{ unit: '.' }, { unit: 'a' }] },
  listingLines: { parse: listingLines, worst: LINES },
  parse257: {
    parse: parse257,
    worst: [
      { begin: '"', unit: '""' },
      { begin: '"', unit: '"a' },
      { begin: '"', unit: 'a', end: '"' },
    ],
  },
  ReplyReader: { parse: inSegments(64 * 1024), worst: REPLIES },
  stripTelnet: {
    parse: (text) => stripTelnet(latin1(text)),
    worst: [{ unit: '\xff\xfb\x01' }, { unit: 'a\xff' }],
  },
  shorten: { parse: (text) => shorten(text, 200), worst: [{ unit: '\ud800' }] },
  quoted: { parse: quoted, worst: [{ unit: '\ud83d\ude00' }] },
  quotedBytes: { parse: (text) => quotedBytes([Buffer.from(text)]), worst: [{ unit: '\0' }] },
};

/** The same bytes come otherwise, or are read above the wire. */
export const OTHERS: Readonly<Record<string, Parser>> = {
  'ReplyReader, 7 bytes a segment': { parse: inSegments(7), worst: [] },
  'Transcript.hide': {
    parse: (text) => new Transcript(['secret', 'aaaa1111']).hide(text),
    worst: [
      { unit: '\\x00' },
      { unit: '\\x00', end: 'PASS' },
      { begin: 'PASS ', unit: '\\r\\n' },
      { unit: 'aaaa111…' },
    ],
  },
  hideSecrets: {
    parse: hideSecrets(['secret', 'a', 'aaaa1111', 'p w']),
    worst: [{ unit: 'aaaa111' }, { unit: 'aaaa1…' }, { unit: 'secre' }],
  },
  addressesIn: {
    parse: addressesIn,
    worst: [{ unit: '1.1.1.1:1 ' }, { unit: '.', end: 'x' }, { unit: ':1' }, { unit: '::' }],
  },
  'reply phrases': {
    parse: (text) => Object.values(phrases).map((speaks) => speaks(text)),
    worst: [{ unit: 'connections ' }, { unit: 'connection' }, { unit: 'not ' }],
  },
  recognise: {
    parse: (text) => recognise([{ kind: 'exchange', answer: answer(text) }] as never),
    worst: [
      { unit: 'Password required for ' },
      { begin: 'Password required for ', unit: 'a.' },
      { unit: 'You are user number ' },
      { begin: 'You are user number ', unit: '1' },
    ],
  },
  'a script’s pattern': {
    parse: (text) => ['^(?:[^;* ]+\\*?;)*$', '^(?: [^\\n]*\\n)*$'].map((p) => matches(p, text)),
    worst: [{ unit: 'a;' }, { unit: ' a\n' }],
  },
  segment: { parse: segment, worst: [{ unit: '_' }, { unit: '_', end: 'x' }] },
  oneLine: { parse: oneLine, worst: [] },
};

function answer(line: string): Answer {
  return { command: 'SYST', how: 'reply', code: 215, lines: [`215 ${line}`], ms: 0 };
}
