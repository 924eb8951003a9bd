import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { matchReplies } from '../../../src/rules/match-replies.ts';
import { dialogue } from './dialogues.ts';

const { replies: table } = loadCatalogue();

/** Who got which codes: `RETR 150 226`, and those nobody asked for, with the command that drew them, under `?`. */
function given(lines: readonly string[]): string[] {
  const { exchanges, unsolicited } = matchReplies(dialogue({ lines }), table);
  const codes = (replies: readonly { code: number }[]): string =>
    replies.map(({ code }) => ` ${code}`).join('');
  const drawn = ({ reply, command }: (typeof unsolicited)[number]): string =>
    `${reply.code} of ${command?.verb ?? 'nobody'}`;
  return [
    ...exchanges.map(({ command, replies }) => `${command?.verb ?? 'greeting'}${codes(replies)}`),
    ...(unsolicited.length > 0 ? [`? ${unsolicited.map(drawn).join(', ')}`] : []),
  ];
}

describe('dissecting a dialogue', () => {
  for (const [behaviour, lines, expected] of [
    [
      'gives each reply to its command',
      ['< 220 A', '> USER a', '< 331 A', '> PASS a', '< 230 A'],
      ['greeting 220', 'USER 331', 'PASS 230'],
    ],
    [
      'gives pipelined commands their replies in order',
      ['< 220 A', '> NOOP', '> PWD', '> NOOP', '< 200 A', '< 257 "/"', '< 200 B'],
      ['greeting 220', 'NOOP 200', 'PWD 257', 'NOOP 200'],
    ],
    [
      'gives a transfer both its replies',
      ['< 220 A', '> RETR a', '< 150 A', '< 226 A'],
      ['greeting 220', 'RETR 150 226'],
    ],
    [
      'gives an ABOR in a transfer the second completion',
      ['< 220 A', '> RETR a', '< 150 A', '> ABOR', '< 426 A', '< 226 A'],
      ['greeting 220', 'RETR 150 426', 'ABOR 226'],
    ],
    [
      'gives an ABOR behind the end of a transfer its own completion',
      ['< 220 A', '> RETR a', '< 150 A', '> ABOR', '< 226 A', '< 225 A'],
      ['greeting 220', 'RETR 150 226', 'ABOR 225'],
    ],
    [
      'gives STAT in a transfer the reply that comes before the 226',
      ['< 220 A', '> RETR a', '< 150 A', '> STAT', '< 211 A', '< 226 A'],
      ['greeting 220', 'RETR 150 226', 'STAT 211'],
    ],
    [
      'gives NOOP in a transfer its reply before or behind the 226',
      ['< 220 A', '> RETR a', '< 150 A', '> NOOP', '> NOOP', '< 200 A', '< 226 A', '< 200 B'],
      ['greeting 220', 'RETR 150 226', 'NOOP 200', 'NOOP 200'],
    ],
    [
      'gives NOOP in a transfer a refusal that both might have drawn (R48)',
      ['< 220 A', '> RETR a', '< 150 A', '> NOOP', '< 503 busy', '< 226 A'],
      ['greeting 220', 'RETR 150 226', 'NOOP 503'],
    ],
    [
      'gives the older of two commands a refusal that is tolerated for both',
      ['< 220 A', '> RETR a', '> NOOP', '< 503 PASV first', '< 200 A'],
      ['greeting 220', 'RETR 503', 'NOOP 200'],
    ],
    [
      'gives a transfer the failure that only it can draw',
      ['< 220 A', '> STOR a', '< 150 A', '> NOOP', '< 552 full', '< 200 A'],
      ['greeting 220', 'STOR 150 552', 'NOOP 200'],
    ],
    [
      'gives a 421 in the middle to the oldest command that waits',
      ['< 220 A', '> RETR a', '< 150 A', '> NOOP', '< 421 A'],
      ['greeting 220', 'RETR 150 421', 'NOOP'],
    ],
    [
      'gives a forbidden code to the oldest command that waits',
      ['< 220 A', '> NOOP', '< 257 A'],
      ['greeting 220', 'NOOP 257'],
    ],
    [
      'knows what nobody asked for',
      ['< 220 A', '> NOOP', '< 200 A', '< 226 A', '< 421 A'],
      ['greeting 220', 'NOOP 200', '? 226 of NOOP, 421 of NOOP'],
    ],
    [
      'knows the one too many of replies that come late by one',
      [
        '< 220 A',
        '> RETR a',
        '< 150 A',
        '< 226 A',
        '> PWD',
        '< 226 B',
        '> QUIT',
        '< 257 "/"',
        '< 221 A',
      ],
      ['greeting 220', 'RETR 150 226', 'PWD 257', 'QUIT 221', '? 226 of RETR'],
    ],
    [
      'gives a late failure of a transfer to nobody, not to the QUIT that it arrives at',
      [
        '< 220 A',
        '> LIST',
        '< 150 A',
        '< 226 A',
        '> NOOP',
        '< 200 A',
        '> QUIT',
        '< 425 A',
        '< 221 A',
      ],
      ['greeting 220', 'LIST 150 226', 'NOOP 200', 'QUIT 221', '? 425 of LIST'],
    ],
    [
      'leaves a wrong code where it is if what follows suits nobody either',
      ['< 220 A', '> QUIT', '< 425 A', '< 426 A'],
      ['greeting 220', 'QUIT 425', '? 426 of QUIT'],
    ],
    [
      'takes 120 for a beginning of the greeting',
      ['< 120 soon', '< 220 A', '> NOOP', '< 200 A'],
      ['greeting 120 220', 'NOOP 200'],
    ],
    [
      'takes a line that is no reply for the completion',
      ['< 220 A', '> NOOP', '< what?', '> NOOP', '< 200 A'],
      ['greeting 220', 'NOOP 0', 'NOOP 200'],
    ],
    [
      'says nothing about what comes behind raw bytes',
      ['< 220 A', '> NOOP', '< 200 A', '> PWD', 'raw \xff', '< 500 A', '< 257 "/"'],
      ['greeting 220', 'NOOP 200'],
    ],
  ] as const)
    it(behaviour, () => expect(given(lines)).to.deep.equal(expected));

  it('counts replies only where the script sent no raw bytes and played to its end', () => {
    const countable = (lines: readonly string[], unfinished = false): boolean =>
      matchReplies(dialogue({ lines, unfinished }), table).countable;
    expect(countable(['< 220 A'])).to.equal(true);
    expect(countable(['< 220 A'], true)).to.equal(false);
    expect(countable(['< 220 A', 'raw x'])).to.equal(false);
  });

  it('keeps every reply in order, also behind raw bytes', () => {
    const { replies } = matchReplies(dialogue({ lines: ['< 220 A', 'raw x', '< 500 B'] }), table);
    expect(replies.map(({ code }) => code)).to.deep.equal([220, 500]);
  });
});
