import { judgeCode, type CommandReplies } from '../catalogue/replies.ts';
import { parse227, parse229 } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { parse257 } from '../wire/path.ts';
import type { Reply } from '../wire/reply.ts';
import { eachReply, quote, type Check, type Rule } from './rule.ts';

/** One step from command to reply: never a 1yz, never a 3yz (RFC 959 section 6). */
const SINGLE_STEP =
  'ABOR ALLO DELE CWD CDUP SMNT HELP MODE NOOP PASV QUIT SITE PORT SYST STAT RMD MKD PWD STRU TYPE'.split(
    ' ',
  );

/** Codes that some RFC defines: 959, 1123, 2228, 2428, 4217. */
const DEFINED = new Set(
  [
    '110 120 125 150 200 202 211 212 213 214 215 220 221 225 226 227 229 230 232 234 235 250 257',
    '331 332 334 335 336 350 421 425 426 431 450 451 452',
    '500 501 502 503 504 521 522 530 532 533 534 535 536 537 550 551 552 553 554 555 631 632 633',
  ]
    .join(' ')
    .split(' ')
    .map(Number),
);

/** Which codes may be sent, and what they must carry. */
export const CODES: readonly Rule[] = [
  {
    id: 'rules/codes-for-command',
    title: 'A command draws only the codes that are listed for it',
    covers: ['RFC959-4.2-CODES-2', 'RFC959-4.2-MULTI-5'],
    level: 'MUST',
    judge: ({ dialogues, table }) =>
      dialogues.flatMap(({ exchanges }) =>
        exchanges.flatMap(({ command, row, replies }) =>
          replies.flatMap((reply, index): Check[] => {
            if (reply.code === 0) return [];
            const behind = replies.slice(0, index).some(({ code }) => code < 200 && code !== 120);
            const verdict = judgeCode(table, row, reply.code, behind);
            if (verdict === 'unknown') return [];
            if (verdict === 'allowed') return ['ok'];
            const isTolerated = verdict === 'tolerated' || refuses(table[row], reply.code);
            const name = row === 'CONNECT' ? 'the greeting' : row;
            const expected = `a code that the reply table has for ${name}${behind ? ' behind a 1yz' : ''}`;
            return [
              {
                expected,
                actual: quote(reply),
                command,
                severity: isTolerated ? 'warn' : 'fail',
              },
            ];
          }),
        ),
      ),
  },
  {
    id: 'rules/single-step',
    title: 'Commands of one step draw neither 1yz nor 3yz',
    covers: ['RFC959-6-STATE-1', 'RFC959-4.2-3YZ-1'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (!command || !SINGLE_STEP.includes(command.verb)) return undefined;
        const kind = Math.floor(reply.code / 100);
        if (kind !== 1 && (kind !== 3 || reply.code === 332)) return 'ok';
        return { expected: `2yz, 4yz or 5yz to ${command.verb}`, actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/defined-codes',
    title: 'Codes are those that an RFC defines',
    covers: ['RFC959-4.2-CODES-1'],
    level: 'SHOULD-NOT',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code === 0) return undefined;
        if (DEFINED.has(reply.code)) return 'ok';
        return { expected: 'a code that some RFC defines', actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/no-markers-in-stream',
    title: 'Restart markers (110) do not come in stream mode',
    covers: ['RFC959-3.5-MARK-1'],
    level: 'MUST-NOT',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges }) => {
        if (
          exchanges.some(
            ({ command }) => command?.verb === 'MODE' && command.argument?.toUpperCase() !== 'S',
          )
        )
          return [];
        return exchanges.flatMap(({ command, replies }): Check[] => {
          if (replies.length < 2) return [];
          const marker = replies.find(({ code }) => code === 110);
          return marker
            ? [{ expected: 'no 110 in MODE S', actual: quote(marker), command }]
            : ['ok'];
        });
      }),
  },
  carries(
    'rules/pasv-endpoint',
    'A 227 reply names an endpoint',
    'RFC959-4.1.2-PASV-2',
    227,
    (reply) => {
      if (parse227(reply.text).port === 0) throw new WireError('port 0 cannot be listened on');
    },
  ),
  carries(
    'rules/epsv-port',
    'A 229 reply carries (<d><d><d>port<d>)',
    'RFC2428-3-EPSV-2',
    229,
    (reply) => {
      parse229(reply.text);
    },
  ),
  carries(
    'rules/quoted-name',
    'A 257 reply carries a name in quotes',
    'RFC959-A2-MKD-2',
    257,
    (reply) => {
      parse257(reply.text);
    },
  ),
];

/** The error codes that stand for each other (R15), and for commands about files those of files (R03). */
const SYNTAX_ERRORS = [500, 501, 502, 503, 504];
const FILE_ERRORS = [450, 451, 452, 532, 550, 551, 552, 553, 554, 555];

/** Whether a code of no list refuses as well as one that is listed. */
function refuses(row: CommandReplies | undefined, code: number): boolean {
  const aboutFiles = row?.rulings.includes('R03') === true;
  return SYNTAX_ERRORS.includes(code) || (aboutFiles && FILE_ERRORS.includes(code));
}

/** A rule that a reply of one code can be read. */
function carries(
  id: string,
  title: string,
  requirement: string,
  code: number,
  read: (reply: Reply) => void,
): Rule {
  return {
    id,
    title,
    covers: [requirement],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command, row) => {
        // What EPSV ALL draws is nobody's to say, and announces nothing (R33).
        if (reply.code !== code || row === 'EPSV ALL') return undefined;
        try {
          read(reply);
          return 'ok';
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
          return { expected: error.message, actual: quote(reply), command };
        }
      }),
  };
}
