import type { Fault } from './hooks.ts';
import {
  also,
  answer,
  answerWhen,
  DOWNLOADS,
  drop,
  each,
  precede,
  recode,
  reword,
} from './making.ts';

/** Right deeds under wrong codes or texts, and verbs that are missing. */
export const codes: readonly Fault[] = [
  {
    id: 'cwd-257',
    title: 'CWD is answered 257',
    breaks: ['RFC959-5.4-CWD-1', 'RFC959-4.2-CODES-2'],
    replies: { CWD: recode(250, 257) },
  },
  {
    id: 'cdup-226',
    title: 'CDUP is answered 226',
    breaks: ['RFC959-5.4-CDUP-1', 'RFC959-4.1.1-CDUP-2'],
    replies: { CDUP: recode(250, 226) },
  },
  {
    id: 'mode-220',
    title: 'MODE S is answered 220',
    breaks: ['RFC959-5.4-MODE-1', 'RFC959-4.2-CODES-2'],
    replies: { MODE: recode(200, 220) },
  },
  {
    id: 'stru-f-unknown',
    title: 'STRU F is not known',
    breaks: ['RFC959-5.4-STRU-1', 'RFC1123-4.1.2.13-PARAM-1'],
    verbs: { STRU: answer(502) },
  },
  {
    id: 'parameter-errors-500',
    title: 'TYPE, MODE and STRU answer 500 where a parameter is not implemented',
    breaks: ['RFC959-4.2-PARAM-1'],
    replies: each(['TYPE', 'MODE', 'STRU'], recode(504, 500)),
  },
  {
    id: 'type-answered-250',
    title: 'TYPE is answered 250',
    breaks: ['RFC959-5.4-TYPE-1'],
    replies: { TYPE: recode(200, 250) },
  },
  {
    id: 'type-a-refused',
    title: 'TYPE A is refused',
    breaks: ['RFC959-3.1.1.1-TYPE-2', 'RFC959-3.1.1.5-TYPE-3', 'RFC1123-4.1.2.13-PARAM-1'],
    verbs: { TYPE: answerWhen(({ argument }) => /^a/i.test(argument), 504) },
  },
  {
    id: 'type-i-refused',
    title: 'TYPE I is refused',
    breaks: ['RFC1123-4.1.2.1-TYPE-1', 'RFC959-3.1.1.3-TYPE-4'],
    verbs: { TYPE: answerWhen(({ argument }) => /^i/i.test(argument), 504) },
  },
  {
    id: 'type-l8-refused',
    title: 'TYPE L 8 is refused',
    breaks: ['RFC1123-4.1.2.1-TYPE-2'],
    verbs: { TYPE: answerWhen(({ argument }) => /^l 8/i.test(argument), 504) },
  },
  {
    id: 'syst-200',
    title: 'SYST is answered 200',
    breaks: ['RFC959-5.4-SYST-1'],
    replies: { SYST: recode(215, 200) },
  },
  {
    id: 'syst-no-system-name',
    title: 'SYST names no system of the register',
    breaks: ['RFC959-4.1.3-SYST-2'],
    replies: { SYST: reword(215, () => 'Penguin 1.0') },
  },
  {
    id: 'stat-as-transfer',
    title: 'STAT is answered 150 and 226',
    breaks: ['RFC959-5.4-STAT-1', 'RFC959-6-STATE-1', 'RFC959-5.4-STAT-5'],
    verbs: {
      STAT: (exchange) => {
        exchange.reply(150, 'Status follows.');
        exchange.reply(226, 'That was it.');
      },
    },
  },
  {
    id: 'stat-says-nothing',
    title: 'STAT has no word about type, user or connection',
    breaks: ['RFC959-4.1.3-STAT-2'],
    verbs: {
      STAT: answerWhen(({ argument }) => argument === '', 211, 'All is well.'),
    },
  },
  {
    id: 'stat-path-without-names',
    title: 'STAT of a pathname does not list it',
    breaks: ['RFC959-4.1.3-STAT-3'],
    verbs: { STAT: answerWhen(({ argument }) => argument !== '', 213, 'It is there.') },
  },
  {
    id: 'stat-missing-path-succeeds',
    title: 'STAT of what is not there succeeds',
    breaks: ['RFC959-5.4-STAT-4'],
    replies: { STAT: recode(450, 226) },
  },
  {
    id: 'help-226',
    title: 'HELP is answered 226',
    breaks: ['RFC959-5.4-HELP-1'],
    replies: { HELP: recode(214, 226) },
  },
  {
    id: 'help-needs-login',
    title: 'HELP is refused before login',
    breaks: ['RFC959-4.1.3-HELP-1'],
    verbs: { HELP: answerWhen(({ session }) => !session.loggedIn, 530) },
  },
  {
    id: 'help-lists-unknown-verbs',
    title: 'HELP lists a verb that the server does not know',
    breaks: ['RFC959-4.1.3-HELP-3'],
    replies: {
      HELP: (reply) => ({
        ...reply,
        lines: reply.lines.map((line) => line.replace('ABOR', 'XCRC ABOR')),
      }),
    },
  },
  {
    id: 'noop-unknown',
    title: 'NOOP is not known',
    breaks: ['RFC959-5.4-NOOP-1', 'RFC1123-4.1.2.13-INFO-1'],
    verbs: { NOOP: answer(502) },
  },
  {
    id: 'site-226',
    title: 'SITE HELP is answered 226',
    breaks: ['RFC959-5.4-SITE-1'],
    replies: { SITE: recode(200, 226) },
  },
  {
    id: 'smnt-226',
    title: 'SMNT is answered 226',
    breaks: ['RFC959-5.4-SMNT-1'],
    replies: { SMNT: recode(202, 226) },
  },
  {
    id: 'superfluous-refused',
    title: 'ALLO, ACCT and SMNT are answered 502',
    breaks: ['RFC1123-4.1.2.13-ACCT-1', 'RFC959-4.2-UNIMPL-2'],
    verbs: each(['ALLO', 'ACCT', 'SMNT'], answer(502)),
  },
  {
    id: 'allo-226',
    title: 'ALLO is answered 226',
    breaks: ['RFC959-5.4-ALLO-1'],
    replies: { ALLO: recode(202, 226) },
  },
  {
    id: 'rest-200',
    title: 'REST is answered 200',
    breaks: ['RFC3659-5.3-REST-1', 'RFC959-5.4-REST-1'],
    replies: { REST: recode(350, 200) },
  },
  {
    id: 'rnfr-250',
    title: 'RNFR is answered 250',
    breaks: ['RFC959-5.4-RNFR-1'],
    replies: { RNFR: recode(350, 250) },
  },
  {
    id: 'rnto-226',
    title: 'RNTO is answered 226',
    breaks: ['RFC959-5.4-RNTO-1'],
    replies: { RNTO: recode(250, 226) },
  },
  {
    id: 'dele-200',
    title: 'DELE is answered 200',
    breaks: ['RFC959-5.4-DELE-1'],
    replies: { DELE: recode(250, 200) },
  },
  {
    id: 'mkd-200',
    title: 'MKD is answered 200',
    breaks: ['RFC959-5.4-MKD-1'],
    replies: { MKD: recode(257, 200) },
  },
  {
    id: 'rmd-257',
    title: 'RMD is answered 257',
    breaks: ['RFC959-5.4-RMD-1'],
    replies: { RMD: recode(250, 257) },
  },
  {
    id: 'pwd-250',
    title: 'PWD is answered 250',
    breaks: ['RFC959-5.4-PWD-1'],
    replies: { PWD: recode(257, 250) },
  },
  {
    id: 'abor-200',
    title: 'ABOR without a transfer is answered 200',
    breaks: ['RFC959-4.1.3-ABOR-2', 'RFC959-5.4-ABOR-1'],
    replies: { ABOR: recode(225, 200) },
  },
  {
    id: 'quit-200',
    title: 'QUIT is answered 200',
    breaks: ['RFC959-5.4-QUIT-1'],
    replies: { QUIT: recode(221, 200) },
  },
  {
    id: 'quit-without-close',
    title: 'QUIT is answered and nothing is closed',
    breaks: ['RFC959-5.4-QUIT-1', 'RFC959-3.2-QUIT-4'],
    verbs: { QUIT: answer(221, 'Goodbye.') },
  },
  {
    id: 'quit-without-reply',
    title: 'QUIT closes without a reply',
    breaks: ['RFC959-5.4-QUIT-1', 'PRACTICE-TLS-8'],
    verbs: { QUIT: ({ session }) => session.control.destroy() },
  },
  {
    id: 'closing-without-closing',
    title: 'A wrong password draws 421 and the connection stays',
    breaks: ['RFC959-4.2-421-1'],
    replies: { PASS: recode(530, 421) },
  },
  {
    id: 'stor-ends-200',
    title: 'STOR ends with 200',
    breaks: ['RFC959-5.4-STOR-1', 'RFC959-5.4-XFER-1'],
    replies: { STOR: recode(226, 200) },
  },
  {
    id: 'appe-ends-200',
    title: 'APPE ends with 200',
    breaks: ['RFC959-5.4-APPE-1'],
    replies: { APPE: recode(226, 200) },
  },
  {
    id: 'list-ends-200',
    title: 'LIST and NLST end with 200',
    breaks: ['RFC959-5.4-LIST-1', 'RFC959-5.4-NLST-1'],
    replies: each(['LIST', 'NLST'], recode(226, 200)),
  },
  {
    id: 'preliminary-missing',
    title: 'Downloads and listings begin without a preliminary reply',
    breaks: ['RFC959-5.4-XFER-1'],
    replies: each(DOWNLOADS, drop(150)),
  },
  {
    id: 'success-before-preliminary',
    title: 'RETR is answered 200 before 150',
    breaks: ['RFC959-4.2-FMT-4', 'RFC959-5.4-RETR-1'],
    replies: { RETR: precede(150, 200) },
  },
  {
    id: 'stou-without-file-label',
    title: 'The 150 reply to STOU does not say FILE:',
    breaks: ['RFC1123-4.1.2.9-STOU-1'],
    replies: { STOU: reword(150, (line) => line.replace('FILE: ', '')) },
  },
  {
    id: 'stou-hides-name',
    title: 'No reply to STOU says the name',
    breaks: ['RFC959-4.1.3-STOU-2', 'RFC1123-4.1.2.9-STOU-1'],
    replies: { STOU: reword(150, () => 'Send it.') },
  },
  {
    id: 'x-verbs-unknown',
    title: 'XMKD, XRMD, XPWD, XCUP and XCWD are not known',
    breaks: ['RFC1123-4.1.3.1-XCMD-1'],
    verbs: each(['XMKD', 'XRMD', 'XPWD', 'XCUP', 'XCWD'], answer(500)),
  },
  {
    id: 'verbs-of-1123-missing',
    title: 'APPE, RNFR, DELE, CWD, MKD, PWD, NLST and SYST are not implemented',
    breaks: [
      'RFC1123-4.1.2.13-APPE-1',
      'RFC1123-4.1.2.13-RENAME-1',
      'RFC1123-4.1.2.13-DELE-1',
      'RFC1123-4.1.2.13-CWD-1',
      'RFC1123-4.1.2.13-DIR-1',
      'RFC1123-4.1.2.13-PWD-1',
      'RFC1123-4.1.2.13-LIST-1',
      'RFC1123-4.1.2.13-INFO-1',
    ],
    verbs: each(
      ['APPE', 'RNFR', 'RNTO', 'DELE', 'CWD', 'CDUP', 'MKD', 'RMD', 'PWD', 'NLST', 'SYST'],
      answer(502),
    ),
  },
  {
    id: 'transfers-unknown',
    title: 'RETR and STOR are not implemented',
    breaks: ['RFC1123-4.1.2.13-RETR-1', 'RFC1123-4.1.2.13-STOR-1'],
    verbs: each(['RETR', 'STOR'], answer(502)),
  },
  {
    id: 'rnto-without-rnfr',
    title: 'RNTO without RNFR says 250 and renames nothing',
    breaks: ['RFC959-5.4-RNTO-2', 'RFC959-4.1.3-RNTO-3', 'RFC959-4.2-RNTO-4'],
    replies: { RNTO: recode(503, 250) },
  },
  {
    id: 'noop-ends-session',
    title: 'NOOP puts type, directory and listener back',
    breaks: ['RFC959-4.1.3-NOOP-2'],
    verbs: {
      NOOP: also((session) => {
        session.closeDataPort();
        session.workingDirectory = '/';
        session.representation = { type: 'A' };
      }),
    },
  },
];
