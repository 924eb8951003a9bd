import { answerText } from '../../probe/observations.ts';
import { SYMPTOMS } from '../symptoms/index.ts';
import { quoteAnswer } from '../evidence/describe.ts';
import { speaksOfStorage } from '../../probe/reply-phrases.ts';
import type { Cause } from './cause.ts';
import { lastAnswer, place } from './phrases.ts';

export const controlCauses: readonly Cause[] = [
  {
    code: 'dns-failure',
    title: 'The name does not lead to the server',
    about:
      'The name has no address, or one of its addresses does not lead to the server. Clients that try that address first fail, or wait before they try the next.',
    stage: 'name',
    severity: 'by login',
    patterns: [
      { needs: ['no address'], sure: 0.98 },
      { needs: ['only a family that this client lacks'], sure: 0.9 },
      { needs: ['one address dead, another alive'], sure: 0.9, severity: 'degraded' },
    ],
    summary: (view) => {
      if (view.lookup?.error !== undefined) return view.lookup.error;
      const dead = SYMPTOMS['one address dead, another alive']
        .evidence(view)
        .flatMap((one) => (one.kind === 'control dial' ? one.to.host : []));
      return dead.length > 0
        ? `${view.target.host} also resolves to ${[...new Set(dead)].join(', ')}, where no FTP server can be reached`
        : `${view.target.host} resolves only to addresses of a family that this client does not have (${view.lookup?.addresses.join(', ') ?? ''})`;
    },
    remedies: ['name'],
  },
  {
    code: 'control-filtered',
    title: 'The control port is filtered',
    about:
      'Packets to the control port get no answer: a firewall drops them, or the host is down. The client waits for its whole time-out.',
    stage: 'connect',
    severity: 'broken',
    patterns: [
      {
        needs: ['control dial silent'],
        unless: ['only a family that this client lacks'],
        sure: 0.9,
      },
    ],
    summary: (view) =>
      `nothing answers at ${place(view)}: a firewall drops the connection, or the host is down`,
    remedies: ['start server', 'open range'],
    tellApart:
      'try from inside the server’s network: where it answers there, a firewall stands between',
  },
  {
    code: 'control-refused',
    title: 'The control port refuses connections',
    about: 'The host is there but nothing listens on the port, or a firewall rejects with a reset.',
    stage: 'connect',
    severity: 'broken',
    patterns: [{ needs: ['control dial refused'], sure: 0.95 }],
    summary: (view) =>
      `${place(view)} refuses the connection: no server listens there, or a firewall rejects it`,
    remedies: ['start server', 'right port'],
  },
  {
    code: 'control-unreachable',
    title: 'There is no route to the host',
    about:
      'The network answers with an ICMP error, or this client has no route: packets do not reach the host, or a firewall rejects them with ICMP.',
    stage: 'connect',
    severity: 'broken',
    patterns: [
      {
        needs: ['control dial unreachable'],
        unless: ['only a family that this client lacks'],
        sure: 0.9,
      },
    ],
    summary: (view) => {
      const code = view.dials.find((one) => one.outcome !== 'connected')?.code ?? '';
      return `the network says that ${place(view)} cannot be reached (${code})`;
    },
    remedies: ['routing'],
  },
  {
    code: 'not-ftp',
    title: 'The port does not speak FTP',
    about:
      'The port speaks SSH, HTTP, SMTP or TLS instead of FTP. FTP under implicit TLS says nothing before the TLS handshake; its usual port is 990.',
    stage: 'greeting',
    severity: 'broken',
    patterns: [{ needs: ['another protocol'], unless: ['login works'], sure: 0.95 }],
    summary: (view) => {
      const [first] = SYMPTOMS['another protocol'].evidence(view);
      const heard =
        first?.kind === 'wrong protocol'
          ? first.heard
          : first?.kind === 'greeting'
            ? (first.answer.lines[0] ?? '')
            : first?.kind === 'login'
              ? (first.answers[0]?.lines[0] ?? '')
              : '';
      const tls = view.seen.find((one) => one.kind === 'wrong protocol' && one.tls);
      if (tls?.kind === 'wrong protocol')
        return / 220[ -]/.test(tls.heard)
          ? `${place(view)} speaks FTP under implicit TLS; the URL for that is ftps://`
          : `${place(view)} speaks TLS, not FTP`;
      if (heard === '') return `${place(view)} does not speak FTP; its bytes are no lines of text`;
      return `${place(view)} does not speak FTP; it says "${heard.slice(0, 80)}"`;
    },
    remedies: ['right port'],
  },
  {
    code: 'greeting-stalled',
    title: 'The greeting comes late or never',
    about:
      'The server accepts the connection and then sends no greeting for a long time: it looks up the client’s name (reverse DNS, ident), or it is overloaded.',
    stage: 'greeting',
    severity: 'by login',
    patterns: [
      { needs: ['no greeting'], unless: ['another protocol'], sure: 0.85 },
      {
        needs: ['late greeting'],
        unless: ['another protocol'],
        sure: 0.9,
        // What the server does first, it does first each time.
        and: { 'prompt greeting': -0.4 },
      },
      { needs: ['late handshake'], sure: 0.85 },
    ],
    summary: (view) => {
      const late = view.greetings.find(({ answer }) => answer.how === 'reply' && answer.ms >= 3000);
      const never = view.greetings.find(({ answer }) => answer.how === 'silence');
      const [shaken] = SYMPTOMS['late handshake'].evidence(view);
      const seconds = ((late ?? never ?? shaken)?.ms ?? 0) / 1000;
      if (!late && !never)
        return `the server lets the TLS handshake wait for ${seconds.toFixed(1)} s after the connection`;
      return late
        ? `the greeting comes ${seconds.toFixed(1)} s after the connection`
        : `the connection opens, but no greeting came within ${seconds.toFixed(0)} s`;
    },
    remedies: ['reverse lookups', 'server log'],
  },
  {
    code: 'connection-limit',
    title: 'The server has no room for another session',
    about:
      'A limit on sessions, in total or for each address, is reached: a session is turned away with 421 (some servers say 530 at the login, some firewalls refuse the connection). A firewall may also limit how many connections begin in a time, which takes data connections along.',
    stage: 'greeting',
    severity: 'by login',
    patterns: [
      {
        needs: ['limit at the first session'],
        unless: ['login works', 'masked command'],
        sure: 0.85,
      },
      {
        needs: ['limit at a further session'],
        unless: ['shut out on the way'],
        sure: 0.85,
      },
      {
        needs: ['connections fail from some moment on'],
        sure: 0.8,
        and: { 'some ports fail, apart from the others': -0.3 },
        severity: 'degraded',
      },
    ],
    summary: (view) => {
      const further = SYMPTOMS['limit at a further session'].evidence(view)[0];
      const [cut] = SYMPTOMS['connections fail from some moment on'].evidence(view);
      if (!further && cut?.kind === 'transfer') {
        const before = view.passive.indexOf(cut);
        return `the first ${before} data connections open one after another, then no more do: something counts connections, and drops those beyond its rate`;
      }
      const [one] = further ? [further] : SYMPTOMS['limit at the first session'].evidence(view);
      const answer =
        one?.kind === 'greeting'
          ? one.answer
          : one?.kind === 'login'
            ? one.answers.at(-1)
            : undefined;
      const how = answer
        ? quoteAnswer(answer)
        : one?.kind === 'control dial'
          ? one.outcome
          : 'refusal';
      return further
        ? `with ${otherSessionsOf(one)} session${otherSessionsOf(one) === 1 ? '' : 's'} open, another is turned away: ${how}`
        : `the server takes no more sessions: ${how}`;
    },
    remedies: ['session limits', 'rate limit'],
  },
  {
    code: 'client-banned',
    title: 'This client is shut out on the way',
    about:
      'Sessions work, and from some moment on nothing of this client is answered any more, neither on connections that are open nor on new ones: something that counts connections or commands (fail2ban, an intrusion prevention, a rate limit with a ban) has put its address on a list.',
    stage: 'connect',
    severity: 'degraded',
    patterns: [{ needs: ['shut out on the way'], sure: 0.85 }],
    summary: (view) => {
      const [dial] = SYMPTOMS['shut out on the way'].evidence(view);
      return `sessions worked, then the control connection fell silent and a new connection got ${dial?.kind === 'control dial' && dial.outcome === 'refused' ? 'a refusal' : 'no answer'}: this client’s address is banned`;
    },
    remedies: ['ban', 'rate limit'],
    bringsAbout: [
      ...['passive-range-exhausted', 'alg-drops-reply', 'connection-limit', 'control-closed'],
      ...['passive-ports-filtered', 'passive-ports-partly-open', 'passive-load-balanced'],
      ...['passive-port-hijacked', 'passive-ports-refused'],
      ...['control-dropped-during-transfer', 'helper-missing', 'transfer-stalled'],
    ],
  },
  {
    code: 'greeting-malformed',
    title: 'The greeting is no FTP reply',
    about:
      'The server speaks FTP, but sends lines before its 220 that are no part of a reply (RFC 959 section 4.2): a banner of a wrapper or an editor’s mistake in a file. Some clients skip them, others end there.',
    stage: 'greeting',
    severity: 'degraded',
    patterns: [{ needs: ['words before the greeting'], sure: 0.95 }],
    summary: (view) => {
      const [one] = SYMPTOMS['words before the greeting'].evidence(view);
      const words = one?.kind === 'greeting' ? (one.answer.lines[0] ?? '') : '';
      return `the server says "${words.slice(0, 80)}" before its 220`;
    },
    remedies: ['greeting'],
  },
  {
    code: 'directory-refused',
    title: 'The directory of the URL is refused',
    about:
      'The login works, and the directory that the URL names does not exist for this account, or may not be entered.',
    stage: 'login',
    severity: 'degraded',
    patterns: [{ needs: ['directory refused'], sure: 0.95 }],
    summary: (view) => {
      const [one] = SYMPTOMS['directory refused'].evidence(view);
      return `the server does not go to ${view.target.directory}: ${quoteAnswer(one?.kind === 'exchange' ? one.answer : undefined)}`;
    },
    remedies: ['directory'],
    // Transfers go on in the directory of the login.
    aside: true,
  },
  {
    code: 'access-denied',
    title: 'The account is let in and given nothing',
    about:
      'The login works and connections open, and the server refuses each listing and each file that was asked for: rights of the account, its home directory, a policy, a quota, or a form of the command that this server does not take.',
    stage: 'transfer',
    severity: 'by reach',
    patterns: [
      { needs: ['every listing refused'], unless: ['protection demanded'], sure: 0.9 },
      { needs: ['every file refused'], sure: 0.8, severity: 'degraded' },
    ],
    summary: (view) => {
      const [one] = [
        ...SYMPTOMS['every listing refused'].evidence(view),
        ...SYMPTOMS['every file refused'].evidence(view),
      ];
      const answer = one?.kind === 'transfer' ? one.opened : undefined;
      const word = speaksOfStorage(answer?.lines.join(' ') ?? '') ? ', for want of space' : '';
      return `the server refuses ${answer?.command ?? 'each transfer'}${word}: ${quoteAnswer(answer)}`;
    },
    remedies: ['rights'],
  },
  {
    code: 'inspection-masks',
    title: 'An inspecting firewall masks the control connection',
    about:
      'A firewall that inspects FTP covers the greeting with asterisks, or replaces commands it does not know by XXXX, so that the server cannot understand them. TLS and extended commands then do not work.',
    stage: 'greeting',
    severity: 'by login',
    patterns: [
      { needs: ['masked command'], sure: 0.92, and: { 'masked greeting': 0.06 } },
      { needs: ['masked greeting'], unless: ['masked command'], sure: 0.85 },
    ],
    summary: (view) => {
      const commands = SYMPTOMS['masked command']
        .evidence(view)
        .map((one) =>
          one.kind === 'exchange' ? one.answer : one.kind === 'transfer' ? one.setup : undefined,
        );
      const [first] = commands;
      return first
        ? `something between masks commands: ${first.command.split(' ', 1)[0] ?? ''} drew ${quoteAnswer(first)}`
        : 'something between covers the greeting with asterisks';
    },
    remedies: ['inspection'],
  },
  {
    code: 'control-closed',
    title: 'The control connection ends at a command',
    about:
      'At one particular command the control connection is reset, closed, or falls silent, while others are answered: a firewall that rejects the command, or a server that crashes on it.',
    stage: 'login',
    severity: 'by reach',
    patterns: [
      {
        needs: ['control closed at a command'],
        unless: [
          'alert after the handshake',
          'farewell in a transfer',
          'ports run out',
          'idle session ended by the server',
          'closed after the set-up',
        ],
        sure: 0.85,
      },
      {
        needs: ['closed before the greeting'],
        unless: ['another protocol', 'limit at a further session'],
        sure: 0.7,
      },
      { needs: ['no welcome'], unless: ['another protocol', 'login works'], sure: 0.5 },
      {
        needs: ['control silent at a command'],
        unless: ['another protocol', 'control closed at a command'],
        sure: 0.45,
      },
    ],
    summary: (view) => {
      const [one] = [
        ...SYMPTOMS['control closed at a command'].evidence(view),
        ...SYMPTOMS['control silent at a command'].evidence(view),
      ];
      const answer =
        one?.kind === 'exchange'
          ? one.answer
          : one?.kind === 'login'
            ? one.answers.at(-1)
            : one?.kind === 'transfer'
              ? lastAnswer(one)
              : undefined;
      if (answer)
        return `${answer.command.split(' ', 1)[0] ?? ''} draws ${quoteAnswer(answer)} instead of a reply`;
      const greeting = view.greetings[0]?.answer;
      return `the server ends the session before it begins: ${greeting ? quoteAnswer(greeting) : 'a reset (RST)'}`;
    },
    remedies: ['server log', 'inspection'],
  },
  {
    code: 'login-refused',
    title: 'The server refuses the login',
    about:
      'The account does not exist, the password is wrong, or the server does not let this account in (anonymous access off, a shell that is not allowed, a home directory that it rejects).',
    stage: 'login',
    severity: 'broken',
    patterns: [{ needs: ['login refused'], unless: ['another protocol'], sure: 0.95 }],
    summary: (view) => {
      const login = view.logins.find((one) => one.outcome === 'refused');
      const reply = login?.answers.at(-1);
      const who = login?.anonymous === true ? 'anonymous' : (view.target.user ?? 'the account');
      return `the server refuses the login as ${who}: ${reply ? `"${reply.code} ${answerText(reply)}"` : ''}`;
    },
    remedies: ['credentials', 'account'],
  },
];

function otherSessionsOf(one: unknown): number {
  return typeof one === 'object' &&
    one !== null &&
    'otherSessions' in one &&
    typeof one.otherSessions === 'number'
    ? one.otherSessions
    : 1;
}
