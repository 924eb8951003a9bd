import type { Exchange, ServerReply } from '../exchange.ts';
import type { Fault } from './fault.ts';
import { after, replyWhen, type VerbHook } from '../behaviours/builders.ts';

/** LANG DE is known as well. */
function german(): VerbHook {
  return (exchange, honest) => {
    if (!/^de$/i.test(exchange.argument)) return honest();
    germans.add(exchange.session);
    exchange.reply(200, 'Deutsch.');
    return undefined;
  };
}

/** Lists both languages, with the asterisk at the one chosen. */
function asterisk(reply: ServerReply, { session }: Exchange): ServerReply {
  const languages = germans.has(session) ? 'LANG EN;DE*' : 'LANG EN*;DE';
  return { ...reply, lines: reply.lines.map((line) => (line === 'LANG EN*' ? languages : line)) };
}

/** Changes the list between the first and the last line of FEAT. */
function list(change: (features: string[]) => readonly string[]) {
  return (reply: ServerReply): ServerReply => {
    const last = reply.lines.length - 1;
    if (reply.code !== 211 || last === 0) return reply;
    const [opening = '', ending = ''] = [reply.lines[0], reply.lines[last]];
    return { ...reply, lines: [opening, ...change(reply.lines.slice(1, last)), ending] };
  };
}

/** The feature of this label is not listed. */
function without(label: string) {
  return list((features) => features.filter((feature) => feature.split(' ')[0] !== label));
}

function raw(change: (text: string) => string) {
  return (bytes: Buffer): Buffer => Buffer.from(change(bytes.toString('latin1')), 'latin1');
}

/** Faults of FEAT and OPTS. */
export const featuresFaults: readonly Fault[] = [
  {
    id: 'feat-takes-argument',
    title: 'FEAT takes an argument',
    breaks: ['RFC2389-3.2-FEAT-2'],
    verbs: {
      FEAT: (exchange, honest) => {
        exchange.argument = '';
        return honest();
      },
    },
  },
  {
    id: 'feat-list-empty',
    title: 'FEAT sends two lines and nothing between them',
    breaks: ['RFC2389-3.2-FEAT-3', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: list(() => []) },
  },
  {
    id: 'feat-repeats-code',
    title: 'The lines of FEAT begin with 211-',
    breaks: ['RFC2389-3.2-FEAT-5'],
    bytes: { FEAT: raw((text) => text.replaceAll('\r\n ', '\r\n211-')) },
  },
  {
    id: 'feat-not-indented',
    title: 'The lines of FEAT are not indented',
    breaks: ['RFC2389-3.2-FEAT-5'],
    bytes: { FEAT: raw((text) => text.replaceAll('\r\n ', '\r\n')) },
  },
  {
    id: 'feat-blank-lines',
    title: 'FEAT has empty lines in it',
    breaks: ['RFC2389-3.2-FEAT-5', 'RFC2389-3.2-FEAT-7'],
    bytes: { FEAT: raw((text) => text.replaceAll('\r\n ', '\r\n\r\n ')) },
  },
  {
    id: 'feat-other-ending',
    title: 'FEAT does not close with "End"',
    breaks: ['RFC2389-3.2-FEAT-6'],
    bytes: { FEAT: raw((text) => text.replace(/211 End\r\n$/, '211 That was all.\r\n')) },
  },
  {
    id: 'feat-several-on-a-line',
    title: 'FEAT lists everything on one line with controls between',
    breaks: ['RFC2389-3.2-FEAT-7', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: list((features) => [features.join('\x01')]) },
  },
  {
    id: 'feat-small-letters',
    title: 'FEAT lists labels in small letters',
    breaks: ['RFC2389-3.2-FEAT-8', 'RFC2640-3.2-UTF8-2', 'RFC2640-4.3-LANG-10'],
    replies: { FEAT: list((features) => features.map((feature) => feature.toLowerCase())) },
  },
  {
    id: 'feat-lists-itself',
    title: 'FEAT lists FEAT and OPTS',
    breaks: ['RFC2389-3.2-FEAT-9'],
    replies: { FEAT: list((features) => [...features, 'FEAT', 'OPTS']) },
  },
  {
    id: 'feat-lists-what-is-not-there',
    title: 'FEAT lists commands that are not known',
    breaks: ['RFC2389-3.2-FEAT-11'],
    replies: { FEAT: list((features) => [...features, 'COMB', 'PRET', 'CLNT']) },
  },
  {
    id: 'feat-changes',
    title: 'FEAT lists another set every time',
    breaks: ['RFC2389-3.2-FEAT-12'],
    replies: {
      FEAT: (reply, { session }) => {
        const odd = asked.has(session);
        if (odd) asked.delete(session);
        else asked.add(session);
        return odd ? without('TVFS')(reply) : reply;
      },
    },
  },
  {
    id: 'feat-needs-login',
    title: 'FEAT and OPTS are refused before login',
    breaks: ['RFC2389-3-FEAT-14'],
    verbs: {
      FEAT: replyWhen(({ session }) => !session.loggedIn, 530),
      OPTS: replyWhen(({ session }) => !session.loggedIn, 530),
    },
  },
  {
    id: 'feat-pseudo-codes',
    title: 'FEAT lists pseudo codes of the IANA register',
    breaks: ['RFC5797-2.2-FEAT-1'],
    replies: { FEAT: list((features) => [...features, 'base', 'secu', 'feat']) },
  },
  {
    id: 'feat-omits-size',
    title: 'FEAT does not list SIZE',
    breaks: ['RFC3659-4.3-SIZE-6', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: without('SIZE') },
  },
  {
    id: 'feat-omits-mdtm',
    title: 'FEAT does not list MDTM',
    breaks: ['RFC3659-3.3-MDTM-6', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: without('MDTM') },
  },
  {
    id: 'feat-omits-rest',
    title: 'FEAT does not list REST STREAM',
    breaks: ['RFC3659-5.4-REST-11', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: without('REST') },
  },
  {
    id: 'feat-omits-mlst',
    title: 'FEAT does not list MLST',
    breaks: ['RFC3659-7.8-FEAT-1', 'RFC3659-7.5.10-FACTS-1', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: without('MLST') },
  },
  {
    id: 'feat-omits-utf8',
    title: 'FEAT does not list UTF8',
    breaks: ['RFC2640-3.2-UTF8-1'],
    replies: { FEAT: without('UTF8') },
  },
  {
    id: 'feat-omits-host',
    title: 'FEAT does not list HOST',
    breaks: ['RFC7151-3.4-FEAT-1', 'RFC2389-3.2-FEAT-10'],
    replies: { FEAT: without('HOST') },
  },
  {
    id: 'feat-omits-auth',
    title: 'FEAT does not list AUTH, PBSZ and PROT',
    breaks: ['RFC4217-6-FEAT-1'],
    replies: {
      FEAT: (reply) => without('AUTH')(without('PBSZ')(without('PROT')(reply))),
    },
  },
  {
    id: 'feat-omits-mfmt',
    title: 'FEAT does not list MFMT, MFCT and MFF',
    breaks: ['PRACTICE-MFMT-3'],
    replies: {
      FEAT: (reply) => without('MFMT')(without('MFCT')(without('MFF')(reply))),
    },
  },
  {
    id: 'feat-mlst-malformed',
    title: 'FEAT lists the facts of MLST with commas',
    breaks: ['RFC3659-7.8-FEAT-1', 'RFC3659-7.5.10-FACTS-1'],
    replies: {
      FEAT: list((features) =>
        features.map((feature) =>
          feature.startsWith('MLST') ? feature.replaceAll(';', ',') : feature,
        ),
      ),
    },
  },
  {
    id: 'feat-lists-mlsd',
    title: 'FEAT lists MLSD as well as MLST',
    breaks: ['RFC3659-7.8-FEAT-2'],
    replies: { FEAT: list((features) => [...features, 'MLSD']) },
  },
  {
    id: 'refused-opts-has-effect',
    title: 'OPTS MLST that is refused takes its facts away',
    breaks: ['RFC2389-4-OPTS-5', 'RFC3659-7.9.2-OPTS-5', 'RFC959-4.2-FAIL-1'],
    verbs: {
      OPTS: after((session, { codes }) => {
        if (!codes.includes(200)) session.facts = ['type'];
      }),
    },
  },
  {
    id: 'feat-unlike-opts',
    title: 'FEAT marks all facts after OPTS MLST',
    breaks: ['RFC3659-7.8-FEAT-4'],
    replies: {
      FEAT: list((features) =>
        features.map((feature) =>
          feature.startsWith('MLST') ? feature.replace(/(\w)\*?;/g, '$1*;') : feature,
        ),
      ),
    },
  },
  {
    id: 'private-verbs-listed',
    title: "FEAT lists a verb of the server's own",
    breaks: ['RFC1123-4.1.2.8-SITE-1', 'RFC2389-3.2-FEAT-11'],
    replies: { FEAT: list((features) => [...features, 'XFROBNICATE']) },
  },
  {
    id: 'feat-lists-types-refused',
    title: 'FEAT lists types that are refused',
    breaks: ['RFC5797-3-TYPE-1'],
    replies: {
      FEAT: (reply) => ({
        ...reply,
        lines: [...reply.lines.slice(0, -1), 'TYPE A;E;I;L 8', ...reply.lines.slice(-1)],
      }),
    },
  },
  {
    id: 'language-in-latin-1',
    title: 'LANG DE is listed and known, and its texts are Latin-1',
    breaks: ['RFC2640-4.1-LANG-8'],
    verbs: { LANG: german() },
    replies: {
      FEAT: asterisk,
      '*': (reply, { session }) =>
        germans.has(session) ? { ...reply, lines: reply.lines.map(() => 'F\xfcr Sie.') } : reply,
    },
  },
  {
    id: 'language-lasts',
    title: 'HOST and REIN leave the language as it is',
    breaks: ['RFC2640-4.1-LANG-9'],
    verbs: { LANG: german() },
    replies: { FEAT: asterisk },
  },
  {
    id: 'opts-before-login-closes',
    title: 'OPTS MLST before login closes the connection',
    breaks: ['RFC3659-7.9-OPTS-7', 'RFC2389-3-FEAT-14'],
    verbs: {
      OPTS: async ({ session }, honest) => {
        if (session.loggedIn) return honest();
        session.control.destroy();
        return undefined;
      },
    },
  },
];

/** Sessions that have asked an odd number of times. */
const asked = new WeakSet<object>();

/** Sessions that have chosen German. */
const germans = new WeakSet<object>();
