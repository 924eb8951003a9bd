import type { Exchange } from './match-replies.ts';
import { quote, type Check, type Rule } from './rule.ts';

/** How many replies a command draws, and when: RFC 959 sections 4.2, 5.4 and 6. */
export const ORDER: readonly Rule[] = [
  {
    id: 'rules/one-preliminary',
    title: 'A command draws at most one preliminary reply',
    covers: ['RFC959-4.2-1YZ-1'],
    level: 'MUST',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges }) =>
        exchanges.flatMap(({ command, replies }): Check[] => {
          const preliminaries = replies.filter(
            ({ code }) => code >= 100 && code < 200 && code !== 110,
          );
          if (preliminaries.length === 0) return [];
          if (preliminaries.length === 1) return ['ok'];
          const actual = preliminaries.map(quote).join(', ');
          return [{ expected: 'one 1yz reply', actual, command }];
        }),
      ),
  },
  {
    id: 'rules/every-command-answered',
    title: 'Every command draws a completion',
    covers: ['RFC959-4.2-FMT-3', 'RFC959-4.2-1YZ-2'],
    level: 'MUST',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges, countable, replyMs }) => [
        ...exchanges.flatMap((_, index) => owed(exchanges, index, replyMs) ?? []),
        ...(countable ? exchanges.slice(0, lastHeard(exchanges) + 1) : [])
          .filter((_, index) => owed(exchanges, index, replyMs) === undefined)
          .map(answered),
      ]),
  },
  {
    id: 'rules/no-hang-up',
    title: 'Behind a refusal the session goes on, or ends with 421',
    covers: ['RFC959-2.3-CTRL-1', 'RFC959-4.2-FMT-3'],
    level: 'MUST',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges, hungUp }) => [
        ...exchanges.flatMap((one): Check[] =>
          isMereRefusal(one) && one !== hungUp ? ['ok'] : [],
        ),
        ...(hungUp && isMereRefusal(hungUp)
          ? [
              {
                expected: 'the connection to stay open, or 421 before its end',
                actual: `${hungUp.replies.map(quote).join(', ')} and the end of the connection`,
                command: hungUp.command,
              },
            ]
          : []),
      ]),
  },
  {
    id: 'rules/no-unsolicited-reply',
    title: 'The server sends nothing that was not asked for, but for 421',
    covers: ['RFC959-4.2-FMT-4', 'RFC959-5.4-SPONT-1', 'RFC1123-4.1.2.11-REPLY-1'],
    level: 'MUST',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges, unsolicited }) => [
        ...exchanges.map((): Check => 'ok'),
        ...unsolicited
          .filter(({ reply }) => reply.code !== 421)
          .map(({ reply, command }): Check => ({
            expected: 'one completion for each command',
            actual: `${quote(reply)} besides`,
            command,
          })),
      ]),
  },
  {
    id: 'rules/closed-after-421',
    title: 'Behind a 421 the server closes the control connection',
    covers: ['RFC959-4.2-421-1', 'RFC7151-3.2-HOST-13'],
    level: 'MUST',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ replies, exchanges, ended }): Check[] => {
        const at = replies.findIndex(({ code }) => code === 421);
        if (at === -1) return [];
        const expected = 'the connection to be closed behind 421';
        const after = replies[at + 1];
        const command = exchanges.find((one) => after && one.replies.includes(after))?.command;
        if (after) return [{ expected, actual: quote(after), command }];
        const last = exchanges.at(-1);
        // Behind the steps it is asked for QUIT, and waited for.
        const waited = last?.command?.verb === 'QUIT' && last.replies.length === 0;
        if (!waited || ended) return ['ok'];
        return [{ expected, actual: 'it stayed open', command: last.command }];
      }),
  },
];

/** Commands that may wait for their data connection before they answer. */
const WITH_DATA = ['RETR', 'STOR', 'STOU', 'APPE', 'LIST', 'NLST', 'MLSD'];
/** A silence is no slow answer where it is this long, and longer than other answers by this factor. */
const SILENCE = { ms: 3_000, times: 2 };

/**
 * The reply that was waited for in vain, whatever became of the scenario. What a transfer under way may hold up is none,
 * nor is what ends a handshake. Behind a refusal the end is that of a hang-up, which a policy may order before the login.
 */
function owed(exchanges: readonly Exchange[], index: number, replyMs: number): Check | undefined {
  const { command, replies, missed, state } = exchanges[index] ?? {};
  if (!command || !missed || !replies || !state || state.handshakeDue) return undefined;
  const drawn = replies.length > 0 ? ` behind ${replies.map(quote).join(', ')}` : '';
  if (missed.why === 'end') {
    const hungUp = (exchanges[index - 1]?.replies.at(-1)?.code ?? 0) >= 400;
    if (state.justSecured || (hungUp && (!state.loggedIn || command.verb === 'QUIT')))
      return undefined;
    const actual = `the end of the connection${drawn}`;
    return { expected: 'a completion (2yz to 5yz), or 421 before the end', actual, command };
  }
  const mayWait = replies.length > 0 || WITH_DATA.includes(command.verb);
  if (mayWait || missed.ms < Math.max(SILENCE.ms, SILENCE.times * replyMs)) return undefined;
  const actual = `nothing within ${Math.round(missed.ms / 1000)} s`;
  return { expected: 'a reply to each command', actual, command };
}

/** Refused behind the login: neither the 421 that ends a session, nor a turn where policy may end it (R21, R24). */
function isMereRefusal({ command, replies, state }: Exchange): boolean {
  const code = replies.at(-1)?.code ?? 0;
  return (
    command !== undefined &&
    code >= 400 &&
    code !== 421 &&
    state.loggedIn &&
    !LOGIN.test(command.verb)
  );
}

const LOGIN = /^(?:USER|PASS|ACCT|AUTH|REIN|HOST)$/;

/** The last exchange that drew something. At what comes behind it the server closed, which is for the scenario to judge. */
function lastHeard(exchanges: readonly Exchange[]): number {
  return exchanges.findLastIndex(({ replies }) => replies.length > 0);
}

function answered({ command, replies, completed }: Exchange): Check {
  if (completed || command?.verb === 'QUIT') return 'ok';
  const expected = 'a completion (2yz to 5yz)';
  return {
    expected,
    actual: replies.length > 0 ? `only ${replies.map(quote).join(', ')}` : 'no reply',
    command,
  };
}
