import {
  contradicts,
  judgeCode,
  type CommandReplies,
  type ReplyTable,
} from '../catalogue/replies.ts';
import { eachReply, quote, type Check, type Rule } from './rule.ts';
import type { SessionState } from './session-state.ts';

/** One step from command to reply: never a 1yz, never a 3yz (RFC 959 section 6). */
const SINGLE_STEP =
  'ABOR ALLO DELE CWD CDUP SMNT HELP MODE NOOP PASV QUIT SITE PORT SYST STAT RMD MKD PWD STRU TYPE'.split(
    ' ',
  );

/** From command by preliminary to completion (RFC 959 section 6). */
const TRANSFERS = ['APPE', 'LIST', 'NLST', 'MLSD', 'REIN', 'RETR', 'STOR', 'STOU'];

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

/** What says that it is not for ever. */
const LATER =
  /\b(?:try again (?:later|in|soon)|retry (?:later|in)|temporar(?:ily (?:out|un)|y (?:error|failure|lack|problem))|too many (?:users|clients|connections|sessions)|(?:is|too) busy)\b/i;

const MARKER = /^110 MARK \S+ = \S+$/;

/** Which codes may be sent. */
export const CODES: readonly Rule[] = [
  {
    id: 'rules/codes-for-command',
    title: 'A command draws only the codes that are listed for it',
    covers: ['RFC959-4.2-CODES-2', 'RFC959-4.2-MULTI-5', 'RFC1123-4.1.2.11-REPLY-3'],
    level: 'MUST',
    judge: ({ dialogues, table }) =>
      dialogues.flatMap(({ exchanges }) =>
        exchanges.flatMap(({ command, row, replies, state }) =>
          replies.flatMap((reply, index): Check[] => {
            if (reply.code === 0) return [];
            const behind = replies.slice(0, index).some(({ code }) => code < 200 && code !== 120);
            const verdict = judgeCode(table, row, reply.code, behind);
            if (verdict === 'unknown') return [];
            const wrong = wrongNow(table, row, reply.code, state);
            if (wrong !== undefined)
              return [{ expected: wrong, actual: quote(reply), command, severity: 'fail' }];
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
    id: 'rules/no-intermediate-in-transfer',
    title: 'Transfers and REIN never draw a 3yz',
    covers: ['RFC959-6-STATE-2'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (!command || !TRANSFERS.includes(command.verb)) return undefined;
        if (reply.code < 300 || reply.code > 399) return 'ok';
        return {
          expected: `1yz, 2yz, 4yz or 5yz to ${command.verb}`,
          actual: quote(reply),
          command,
          // Where accounts are used (section 5.4).
          severity: reply.code === 332 ? 'warn' : 'fail',
        };
      }),
  },
  {
    id: 'rules/no-protected-replies',
    title: '631 to 633 come only behind a security exchange by ADAT',
    covers: ['RFC2228-5.2-6YZ-1'],
    level: 'MUST-NOT',
    judge: ({ dialogues }) =>
      dialogues.flatMap(({ exchanges }) => {
        const agreed = exchanges.findIndex(
          ({ command, replies }) => command?.verb === 'ADAT' && replies.at(-1)?.code === 235,
        );
        return (agreed === -1 ? exchanges : exchanges.slice(0, agreed)).flatMap(
          ({ command, replies }) =>
            replies.map((reply): Check => {
              if (![631, 632, 633].includes(reply.code)) return 'ok';
              return { expected: 'a reply in clear', actual: quote(reply), command };
            }),
        );
      }),
  },
  {
    id: 'rules/defined-codes',
    title: 'Codes are those that an RFC defines',
    covers: ['RFC959-4.2-CODES-1', 'RFC1123-4.1.2.11-REPLY-2'],
    level: 'SHOULD-NOT',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code === 0) return undefined;
        if (DEFINED.has(reply.code)) return 'ok';
        return { expected: 'a code that some RFC defines', actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/retry-means-4yz',
    title: 'A refusal that speaks of a later try is a 4yz',
    covers: ['RFC1123-4.1.2.11-REPLY-4'],
    level: 'SHOULD',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code < 400 || !LATER.test(reply.lines.map(({ text }) => text).join(' ')))
          return undefined;
        if (reply.code < 500) return 'ok';
        return { expected: '4yz, as it may succeed later', actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/marker-form',
    title: 'A restart marker reads "110 MARK ssss = rrrr"',
    covers: ['RFC1123-4.1.3.4-MARK-1'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code !== 110) return undefined;
        if (reply.lines.length === 1 && MARKER.test(reply.lines[0]?.text ?? '')) return 'ok';
        return { expected: '"110 MARK ssss = rrrr" (R08)', actual: quote(reply), command };
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
];

/** What a code that says what is not so would have had to say; undefined where it is right in this state. */
function wrongNow(
  table: ReplyTable,
  row: string,
  code: number,
  state: SessionState,
): string | undefined {
  if (contradicts(table, row, code, state))
    return `no ${code} to ${row}, as the client is logged in${state.secured ? ', under TLS' : ''}`;
  if (code === 503 && state.due === row) return `${row} to be in its turn here`;
  return undefined;
}

/** The error codes that stand for each other (R15), and for commands about files those of files (R03). */
const SYNTAX_ERRORS = [500, 501, 502, 503, 504];
const FILE_ERRORS = [450, 451, 452, 532, 550, 551, 552, 553, 554, 555];

/** Whether a code of no list refuses as well as one that is listed. */
function refuses(row: CommandReplies | undefined, code: number): boolean {
  const aboutFiles = row?.rulings.includes('R03') === true;
  return SYNTAX_ERRORS.includes(code) || (aboutFiles && FILE_ERRORS.includes(code));
}
