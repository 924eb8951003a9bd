import {
  type Answer,
  answerText,
  type ControlDial,
  type Login,
  ownWords,
} from '../../probe/observations.ts';
import type { View } from '../evidence/view.ts';
import { wantsTls } from '../../probe/tls-refusal.ts';
import { speaksOfCommand, speaksOfLimit } from '../../probe/reply-phrases.ts';
import type { Symptom } from './symptom.ts';

/** Dials that count: not to a family that this client cannot use at all. */
function fairDials({ dials, lookup }: View): readonly ControlDial[] {
  const fair = dials.filter(({ family }) => lookup?.localFamilies.includes(family) ?? true);
  return fair.length > 0 ? fair : dials;
}

/** IPv4 leads where a name has both: a client without a way to IPv6 is common, and says nothing of the server. */
function dead(view: View, outcome: ControlDial['outcome']): readonly ControlDial[] {
  const dials = fairDials(view);
  if (dials.some((one) => one.outcome === 'connected')) return [];
  const leading = dials.find((one) => one.family === 4) ?? dials[0];
  return leading?.outcome === outcome ? dials.filter((one) => one.outcome === outcome) : [];
}

/** A reset that answers the SYN is ECONNREFUSED; this one came after the SYN-ACK, from a server that was there. */
function wasReset({ code }: ControlDial): boolean {
  return code === 'ECONNRESET';
}

/** A server that is slow to greet may answer our QUIT with this, as FTP does. */
const FAREWELL = /^221[ -]/;

/** What is no greeting of an FTP server: another protocol's, or no three digits at all. */
function isForeign(line: string): boolean {
  if (/^(?:SSH-|HTTP\/|<|\+OK|\* OK|RFB |\\x)/i.test(line)) return true;
  if (/^220[ -]/.test(line)) return /\b(?:E?SMTP|Postfix|Sendmail|Exim)\b/i.test(line);
  // A refusal is a reply of FTP's kind; other codes are nobody's greeting.
  return !/^(?:120|220|[45]\d\d)(?:[ -]|$)/.test(line);
}

/** USER is FTP's minimum (RFC 959 section 5.1): who does not know the word, and does not ask for TLS, is no FTP server. */
function knowsNoUser(login: Login): boolean {
  const [answer] = login.answers;
  return (
    answer !== undefined &&
    login.answers.length === 1 &&
    (answer.code === 500 || answer.code === 502) &&
    !wantsTls(login) &&
    !maskedReply(answer.command, answerText(answer)) &&
    speaksOfCommand(ownWords(answer))
  );
}

/** A text in which nothing is left but the signs that inspections put over it. */
function isMasked(text: string): boolean {
  const solid = text.replaceAll(/\s/g, '');
  return /^[*X#?x.-]{3,}$/.test(solid.replaceAll(/[0-9]/g, '')) && /[*X#?x]{3}/.test(solid);
}

function hasWordsBefore({ how, code, lines }: Answer): boolean {
  return how === 'reply' && code === 220 && !/^\d{3}(?:[ -]|$)/.test(lines[0] ?? '');
}

function maskedReply(command: string, text: string): boolean {
  const verb = command.split(' ', 1)[0] ?? '';
  const masks = text.match(/(?<![A-Za-z0-9*])([X*#?])\1{2,}(?![A-Za-z0-9*])/g) ?? [];
  return verb.length > 0 && masks.some((mask) => mask.length >= Math.min(verb.length, 3));
}

export const controlSymptoms = {
  'no address': {
    description: 'the name does not resolve',
    evidence: ({ lookup }) => (lookup?.error === undefined ? [] : [lookup]),
  },
  'one address dead, another alive': {
    description: 'one of the name’s addresses does not answer while another does',
    evidence: (view) => {
      const dials = view.dials.filter(
        ({ otherSessions, session }) => otherSessions === 0 || /^v\d$/.test(session),
      );
      const fair = dials.filter(
        ({ family }) => view.lookup?.localFamilies.includes(family) ?? true,
      );
      if (view.lookup?.literal !== false || !fair.some((one) => one.outcome === 'connected'))
        return [];
      const addresses = new Set(
        fair.filter((one) => one.outcome === 'connected').map(({ to }) => to.host),
      );
      return fair.filter(
        (one) =>
          one.outcome !== 'connected' && one.code !== 'aborted' && !addresses.has(one.to.host),
      );
    },
  },
  'only a family that this client lacks': {
    description: 'the name has addresses only of a family that this client does not have',
    evidence: ({ lookup, dials }) =>
      lookup?.literal === false &&
      dials.length > 0 &&
      dials.every(
        (one) => one.outcome === 'unreachable' && !lookup.localFamilies.includes(one.family),
      )
        ? [lookup, ...dials]
        : [],
  },
  'control dial silent': {
    description: 'nothing answers the connection attempt, neither with a refusal nor with ICMP',
    evidence: (view) => dead(view, 'filtered'),
  },
  'control dial refused': {
    description: 'the connection attempt is refused at once',
    evidence: (view) => dead(view, 'refused').filter((one) => !wasReset(one)),
  },
  'control dial unreachable': {
    description: 'the network says that there is no route to the address',
    evidence: (view) => [...dead(view, 'unreachable'), ...dead(view, 'failed')],
  },
  'another protocol': {
    description: 'the port speaks another protocol',
    evidence: ({ seen, greetings, logins }) => [
      ...greetings.filter(
        ({ answer }) =>
          answer.how === 'garbled' ||
          (answer.how === 'reply' && !hasWordsBefore(answer) && isForeign(answer.lines[0] ?? '')),
      ),
      ...logins.filter(knowsNoUser),
      ...seen.filter(
        (one) =>
          one.kind === 'wrong protocol' &&
          ((one.tls && one.tried === 'TLS ClientHello') ||
            (one.heard !== '' && !one.tls && !FAREWELL.test(one.heard) && isForeign(one.heard))),
      ),
    ],
  },
  'words before the greeting': {
    description: 'lines that are no reply stand before the 220',
    evidence: ({ greetings }) => greetings.filter(({ answer }) => hasWordsBefore(answer)),
  },
  'no greeting': {
    description: 'the connection opens, but no greeting comes',
    evidence: ({ greetings }) => greetings.filter(({ answer }) => answer.how === 'silence'),
  },
  'late greeting': {
    description: 'the greeting comes seconds after the connection',
    evidence: ({ greetings }) =>
      greetings.filter(({ answer }) => answer.how === 'reply' && answer.ms >= 3000),
  },
  'prompt greeting': {
    description: 'other sessions are greeted at once',
    evidence: ({ greetings }) =>
      greetings.filter(({ answer }) => answer.how === 'reply' && answer.ms < 1000),
  },
  'late handshake': {
    description: 'TLS is implicit, and the server lets its handshake wait for seconds',
    evidence: ({ handshakes }) =>
      handshakes.filter(
        ({ how, outcome, ms }) => how === 'implicit' && outcome === 'secured' && ms >= 3000,
      ),
  },
  'limit at the first session': {
    description: 'the first session is turned away as one too many',
    evidence: ({ greetings, logins }) => [
      ...greetings.filter(
        ({ answer, otherSessions }) =>
          otherSessions === 0 && answer.how === 'reply' && answer.code === 421,
      ),
      ...logins.filter(
        ({ answers, outcome, otherSessions }) =>
          otherSessions === 0 &&
          outcome === 'refused' &&
          speaksOfLimit(ownWords(answers.at(-1) ?? NO_ANSWER)),
      ),
    ],
  },
  'limit at a further session': {
    description: 'a session works while another, opened at the same time, is turned away',
    evidence: ({ greetings, logins, dials }) => {
      const alive = new Set(
        logins.filter((one) => one.outcome === 'accepted').map(({ at }) => at.peer.host),
      );
      if (alive.size === 0) return [];
      return [
        ...greetings.filter(
          ({ answer, otherSessions, at }) =>
            otherSessions > 0 &&
            alive.has(at.peer.host) &&
            (answer.code === 421 || answer.how === 'closed' || answer.how === 'reset'),
        ),
        ...logins.filter(
          ({ answers, outcome, otherSessions }) =>
            otherSessions > 0 &&
            outcome === 'refused' &&
            (answers.at(-1)?.code === 421 || speaksOfLimit(ownWords(answers.at(-1) ?? NO_ANSWER))),
        ),
        ...dials.filter(
          ({ otherSessions, outcome, to, code }) =>
            otherSessions > 0 &&
            outcome !== 'connected' &&
            code !== 'aborted' &&
            alive.has(to.host),
        ),
      ];
    },
  },
  'shut out on the way': {
    description:
      'after a login that worked the control connection falls silent, and new connections are no longer answered',
    evidence: ({ seen }) => {
      const silent = seen.findIndex(
        (one) =>
          (one.kind === 'exchange' && one.answer.how === 'silence') ||
          (one.kind === 'transfer' &&
            [one.before, one.setup, one.opened].some((answer) => answer?.how === 'silence')),
      );
      const came = seen
        .slice(0, silent)
        .some((one) => one.kind === 'login' && one.outcome === 'accepted');
      const dials = seen.slice(silent).filter((one) => one.kind === 'control dial');
      const dead = dials.filter(
        ({ outcome, code }) => outcome !== 'connected' && code !== 'aborted',
      );
      return silent >= 0 && came && dead.length > 0 && dead.length === dials.length
        ? [...dead, ...seen.slice(silent, silent + 1)]
        : [];
    },
  },
  'closed before the greeting': {
    description: 'the connection is closed before any greeting',
    evidence: (view) => [
      ...view.greetings.filter(
        ({ answer, otherSessions }) =>
          otherSessions === 0 && (answer.how === 'closed' || answer.how === 'reset'),
      ),
      ...dead(view, 'refused').filter(wasReset),
    ],
  },
  'no welcome': {
    description: 'the greeting is an error reply',
    evidence: ({ greetings }) =>
      greetings.filter(
        ({ answer }) => answer.how === 'reply' && answer.code >= 400 && answer.code !== 421,
      ),
  },
  'control closed at a command': {
    description: 'the control connection ends instead of a reply to a command',
    evidence: ({ exchanges, logins, transfers }) => [
      ...exchanges.filter(({ answer }) => isEnd(answer.how)),
      ...logins.filter(({ answers }) => isEnd(answers.at(-1)?.how)),
      ...transfers.filter(
        ({ setup, opened, completion, before, handshake }) =>
          isEnd(setup.how) ||
          isEnd(opened?.how) ||
          isEnd(before?.how) ||
          // A server may give up over a data connection that TLS did not come about on.
          (isEnd(completion?.how) && (handshake?.outcome ?? 'secured') === 'secured'),
      ),
    ],
  },
  'control silent at a command': {
    description: 'a command other than PASV, EPSV, PORT or EPRT draws no reply',
    evidence: ({ exchanges, logins }) => [
      ...exchanges.filter(({ answer }) => answer.how === 'silence' || answer.how === 'garbled'),
      ...logins.filter(({ answers }) => answers.at(-1)?.how === 'silence'),
    ],
  },
  'masked greeting': {
    description: 'the greeting’s text is covered with asterisks',
    evidence: ({ greetings }) =>
      greetings.filter(({ answer }) => answer.how === 'reply' && isMasked(answerText(answer))),
  },
  'masked command': {
    description: 'the server’s reply shows that the command reached it as XXXX',
    evidence: ({ exchanges, transfers }) => [
      ...exchanges.filter(
        ({ answer }) => answer.code >= 500 && maskedReply(answer.command, answerText(answer)),
      ),
      ...transfers.filter(
        ({ setup }) => setup.code >= 500 && maskedReply(setup.command, answerText(setup)),
      ),
    ],
  },
  'idle session ended by the server': {
    description: 'a session that was idle for less than a minute got a 421 or was closed',
    evidence: ({ idles }) =>
      idles.filter(
        ({ outcome, ms }) => (outcome === 'farewell' || outcome === 'closed') && ms < 59_000,
      ),
  },
  'idle session forgotten': {
    description: 'a session that was left idle is dead, without a 421 or a close',
    evidence: ({ idles }) =>
      idles.filter(({ outcome }) => outcome === 'silent' || outcome === 'reset'),
  },
  'farewell at a command': {
    description: 'a session in use is answered with 421',
    evidence: ({ exchanges, transfers }) => [
      ...exchanges.filter(({ answer }) => isFarewell(answer)),
      ...transfers.filter(
        ({ setup, opened, before }) =>
          isFarewell(setup) || isFarewell(opened) || isFarewell(before),
      ),
    ],
  },
  'farewell in a transfer': {
    description: 'the server ended the session for idleness while data was flowing',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ completion, opened, bytes, gapMs, ms }) =>
          opened?.how === 'reply' &&
          bytes > 0 &&
          // Data that had stopped before is the older trouble.
          gapMs < STOPPED_MS &&
          (completion?.code === 421 || (ms > 3000 && isEnd(completion?.how))),
      ),
  },
} satisfies Readonly<Record<string, Symptom>>;

/** Without a byte for so long, data does not flow any more. */
const STOPPED_MS = 4000;

const NO_ANSWER = { command: '', how: 'silence', code: 0, lines: [], ms: 0 } as const;

function isFarewell(answer: Answer | undefined): boolean {
  return answer?.code === 421 && !speaksOfLimit(ownWords(answer));
}

function isEnd(how: string | undefined): boolean {
  return how === 'closed' || how === 'reset' || how === 'tls';
}
