import type { Exchange } from '../exchange.ts';
import type { Fault } from './fault.ts';
import { after, forVerbs, recode, replyWhen, withArgument } from '../behaviours/builders.ts';

/** Changes the text of multi-line replies, line ends included. */
function multiLine(change: (text: string, code: string) => string) {
  return (bytes: Buffer): Buffer => {
    const text = bytes.toString('latin1');
    return /^\d{3}-/.test(text) ? Buffer.from(change(text, text.slice(0, 3)), 'latin1') : bytes;
  };
}

function bareLf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

const isLower = ({ line, verb }: Exchange): boolean => !line.startsWith(verb);

/** Faults in the shape and the number of replies, and in the reading of commands. */
export const grammarFaults: readonly Fault[] = [
  {
    id: 'replies-end-in-lf',
    title: 'Replies end in a bare LF',
    breaks: ['RFC959-4.2-EOL-1', 'RFC959-4.2-FMT-1'],
    bytes: { '*': bareLf },
  },
  {
    id: 'feat-lines-end-in-lf',
    title: 'The lines of FEAT end in a bare LF',
    breaks: ['RFC959-4.2-EOL-1'],
    bytes: { FEAT: bareLf },
  },
  {
    id: 'error-replies-without-line-end',
    title: 'Replies of the fifth class lack their CRLF',
    breaks: ['RFC959-4.2-FMT-1', 'RFC959-4.2-FMT-3', 'RFC959-4.2-UNIMPL-1'],
    bytes: {
      '*': (bytes) => (bytes.toString('latin1', 0, 1) === '5' ? bytes.subarray(0, -2) : bytes),
    },
  },
  {
    id: 'reply-code-of-two-digits',
    title: 'SYST is answered with a code of two digits',
    breaks: ['RFC959-4.2-FMT-1'],
    bytes: { SYST: (bytes) => bytes.subarray(1) },
  },
  {
    id: 'noop-bare-code',
    title: 'The reply to NOOP is a code and nothing else',
    breaks: ['RFC959-4.2-FMT-1'],
    bytes: { NOOP: (bytes) => Buffer.concat([bytes.subarray(0, 3), Buffer.from('\r\n')]) },
  },
  {
    id: 'greeting-without-hyphens',
    title: 'The greeting has several lines and no hyphen after its code',
    breaks: ['RFC959-4.2-MULTI-1', 'RFC959-4.2-FMT-1'],
    bytes: { CONNECT: () => Buffer.from('220 Welcome\r\nto this server.\r\n220 Ready.\r\n') },
  },
  {
    id: 'multi-line-ends-with-other-code',
    title: 'Multi-line replies end with another code than they begin with',
    breaks: ['RFC959-4.2-MULTI-1'],
    bytes: { '*': multiLine((text) => text.replace(/\r\n\d{3} (.*\r\n)$/, '\r\n200 $1')) },
  },
  {
    id: 'multi-line-never-ends',
    title: 'Multi-line replies lack their last line',
    breaks: ['RFC959-4.2-MULTI-1', 'RFC959-4.2-FMT-3'],
    bytes: { HELP: multiLine((text) => text.replace(/\r\n\d{3} .*\r\n$/, '\r\n')) },
  },
  {
    id: 'other-code-inside-multi-line',
    title: 'A line of another code and a space stands inside multi-line replies',
    breaks: ['RFC959-4.2-MULTI-2'],
    bytes: { '*': multiLine((text) => text.replace('\r\n', '\r\n550 not an end\r\n')) },
  },
  {
    id: 'own-end-inside-multi-line',
    title: 'A line inside multi-line replies looks like their end',
    breaks: ['RFC959-4.2-MULTI-2', 'RFC959-4.2-FMT-4'],
    bytes: {
      '*': multiLine((text, code) => text.replace('\r\n', `\r\n${code} not the end\r\n`)),
    },
  },
  {
    id: 'nested-multi-line',
    title: 'A multi-line reply begins inside another',
    breaks: ['RFC959-4.2-MULTI-4'],
    bytes: { HELP: multiLine((text) => text.replace('\r\n', '\r\n220-inside\r\n')) },
  },
  {
    id: 'file-names-end-stat',
    title: 'STAT of a directory lists bare names at the margin, where they can look like its end',
    breaks: ['RFC959-4.2-MULTI-3', 'RFC959-4.2-MULTI-2'],
    bytes: {
      STAT: multiLine((text) => text.replace(/\r\n -\S+(?: +\S+){4} \w+ +\d+ +[\d:]+ /g, '\r\n')),
    },
  },
  {
    id: 'unasked-reply',
    title: 'The server says something unasked soon after the login',
    breaks: ['RFC959-5.4-SPONT-1', 'RFC1123-4.1.2.11-REPLY-1'],
    verbs: {
      PASS: after((session, exchange) => {
        void session.pause(400).then(() => exchange.reply(200, 'Still here.'));
      }),
    },
  },
  {
    id: 'code-of-another-class',
    title: 'A successful MKD of a relative name is answered 450',
    breaks: ['RFC959-5.4-MKD-1', 'RFC1123-4.1.2.11-REPLY-3'],
    replies: {
      MKD: (reply, exchange) =>
        exchange.argument.startsWith('/') ? reply : recode(257, 450)(reply),
    },
  },
  {
    id: 'unknown-verb-closes',
    title: 'An unknown verb closes the connection',
    breaks: ['RFC959-4.2-UNIMPL-1', 'RFC959-4.2-FMT-3'],
    verbs: { XYZZY: ({ session }) => session.control.destroy() },
  },
  {
    id: 'superfluous-argument-closes',
    title: 'An argument after PWD, SYST or NOOP closes the connection',
    breaks: ['RFC959-5.3-ARG-3'],
    verbs: forVerbs(['PWD', 'SYST', 'NOOP'], (exchange, honest) => {
      if (exchange.argument === '') return honest();
      exchange.session.control.destroy();
      return undefined;
    }),
  },
  {
    id: 'verbs-in-capitals-only',
    title: 'Verbs in lower case are not known',
    breaks: ['RFC959-5.3-CASE-1'],
    verbs: { '*': replyWhen(isLower, 500) },
  },
  {
    id: 'parameters-in-capitals-only',
    title: 'TYPE, STRU and MODE do not know small letters',
    breaks: ['RFC959-5.3-CASE-2'],
    verbs: forVerbs(
      ['TYPE', 'STRU', 'MODE'],
      replyWhen((exchange) => exchange.argument !== exchange.argument.toUpperCase(), 501),
    ),
  },
  {
    id: 'path-ends-at-space',
    title: 'A pathname ends at its first space',
    breaks: ['RFC959-5.3-PATH-1', 'RFC3659-2.2-PATH-2'],
    verbs: forVerbs(
      ['STOR', 'RETR', 'SIZE', 'MDTM', 'MLST', 'RNFR', 'RNTO', 'DELE', 'MKD', 'RMD', 'CWD'],
      withArgument((path) => path.split(' ', 1)[0] ?? ''),
    ),
  },
  {
    id: 'empty-line-closes',
    title: 'An empty line closes the connection',
    breaks: ['PRACTICE-CTRL-1'],
    verbs: { '': ({ session }) => session.control.destroy() },
  },
  {
    id: 'replies-out-of-order',
    title: 'The reply to PWD comes after those to later commands',
    breaks: ['RFC959-4.2-QUEUE-1'],
    verbs: {
      PWD: ({ session }, honest) => {
        void session.pause(300).then(honest);
      },
    },
  },
  {
    id: 'telnet-negotiated',
    title: 'The server opens with a Telnet option of its own',
    breaks: ['RFC3659-2.2-TELNET-1', 'RFC959-2.3-TELNET-1'],
    bytes: { CONNECT: (bytes) => Buffer.concat([Buffer.of(0xff, 0xfb, 1), bytes]) },
  },
  {
    id: 'iac-not-doubled',
    title: 'The octet 255 goes out single in replies',
    breaks: ['RFC3659-2.2-PATH-3', 'RFC959-2.3-TELNET-1'],
    bytes: {
      '*': (bytes) =>
        Buffer.from(bytes.toString('latin1').replaceAll('\xff\xff', '\xff'), 'latin1'),
    },
  },
  {
    id: 'failure-has-effect',
    title: 'A CWD or TYPE that is refused has its effect all the same',
    breaks: ['RFC959-4.2-FAIL-1', 'RFC959-4.2-CWD-3'],
    verbs: {
      CWD: after((session, { codes }) => {
        if (codes.includes(550)) session.workingDirectory = '/empty';
      }),
      TYPE: after((session, { codes }) => {
        if (!codes.includes(200)) session.representation = { type: 'I' };
      }),
    },
  },
  {
    id: 'telnet-command-closes',
    title: 'A Telnet command on the control connection closes it',
    breaks: [
      'RFC959-4.1.3-IP-1',
      'RFC959-4.1.3-IP-2',
      'RFC1123-4.1.2.12-TELNET-1',
      'RFC1123-4.1.2.12-TELNET-2',
    ],
    quirks: ['deafToTelnet'],
    verbs: {
      '*': (exchange, honest) => {
        if (!exchange.line.includes('\xff')) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'bare-lf-closes',
    title: 'A line end without CR closes the connection',
    breaks: ['PRACTICE-CTRL-2'],
    verbs: {
      '*': (exchange, honest) => {
        if (!exchange.line.includes('\n')) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
];
