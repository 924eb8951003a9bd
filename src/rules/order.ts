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
      dialogues
        .filter(({ countable }) => countable)
        .flatMap(({ exchanges }) => exchanges.slice(0, lastHeard(exchanges) + 1).map(answered)),
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
          .filter(({ code }) => code !== 421)
          .map((reply): Check => ({
            expected: 'one completion for each command',
            actual: `${quote(reply)} besides`,
            command: undefined,
          })),
      ]),
  },
  {
    id: 'rules/closed-after-421',
    title: 'Behind a 421 the server closes the control connection',
    covers: ['RFC959-4.2-421-1'],
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
