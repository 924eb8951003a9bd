import type { Session } from '../session.ts';
import type { Fault } from './hooks.ts';
import { also, answer, answerWhen, argument, each, first, precede, recode } from './making.ts';

/** Lets the claimed user in, whatever the password. */
function letIn(session: Session): void {
  session.account = session.settings.accounts[0];
  session.claimed = undefined;
}

/** Users whose first name is the one that counts. */
const firstClaims = new WeakMap<Session, string>();

/** Faults of USER, PASS, ACCT and REIN. */
export const login: readonly Fault[] = [
  {
    id: 'any-password',
    title: 'Every password is right',
    breaks: ['RFC959-5.4-PASS-4'],
    verbs: {
      PASS: (exchange, honest) => {
        if (exchange.session.claimed === undefined) return honest();
        letIn(exchange.session);
        exchange.reply(230, 'Logged in.');
        return undefined;
      },
    },
  },
  {
    id: 'password-without-user',
    title: 'PASS logs in without USER',
    breaks: ['RFC959-5.4-PASS-2'],
    verbs: {
      PASS: (exchange, honest) => {
        if (exchange.session.claimed !== undefined) return honest();
        letIn(exchange.session);
        exchange.reply(230, 'Logged in.');
        return undefined;
      },
    },
  },
  {
    id: 'password-retried',
    title: 'After a wrong password PASS alone logs in',
    breaks: ['RFC959-4.2-PASS-5'],
    verbs: {
      PASS: async (exchange, honest) => {
        const { session } = exchange;
        const { claimed } = session;
        await honest();
        if (!session.loggedIn) session.claimed = claimed;
      },
    },
  },
  {
    id: 'password-trimmed',
    title: 'Spaces around a password do not count',
    breaks: ['RFC959-5.3.2-PASS-7'],
    verbs: { PASS: argument((password) => password.trim()) },
  },
  {
    id: 'password-again-logs-out',
    title: 'PASS in a session that is logged in ends the login',
    breaks: ['RFC959-5.4-PASS-6'],
    verbs: {
      PASS: first((session) => {
        if (session.loggedIn) session.logOut();
      }),
    },
  },
  {
    id: 'pass-answered-200',
    title: 'The right password is answered 200',
    breaks: ['RFC959-5.4-PASS-1', 'RFC959-6-STATE-3'],
    replies: { PASS: recode(230, 200) },
  },
  {
    id: 'user-answered-220',
    title: 'USER is answered 220',
    breaks: ['RFC959-5.4-USER-1', 'RFC959-4.2-CODES-2'],
    replies: { USER: recode(331, 220) },
  },
  {
    id: 'login-verbs-unknown',
    title: 'USER and PASS are not implemented',
    breaks: ['RFC1123-4.1.2.13-USER-1', 'RFC1123-4.1.2.13-PASS-1'],
    verbs: each(['USER', 'PASS'], answer(502)),
  },
  {
    id: 'no-login-needed',
    title: 'Commands work without a login',
    breaks: ['RFC959-5.4-NOLOGIN-1', 'RFC959-5.4-NOLOGIN-2', 'RFC3659-11-AUTHZ-1'],
    quirks: ['noLoginNeeded'],
  },
  {
    id: 'user-alone-logs-in',
    title: 'Between USER and PASS commands work',
    breaks: ['RFC959-5.4-NOLOGIN-2'],
    verbs: {
      USER: also((session) => {
        session.account = session.settings.accounts[0];
      }),
    },
  },
  {
    id: 'user-without-name-logs-in',
    title: 'USER without a name is answered 230',
    breaks: ['RFC959-5.4-USER-2'],
    verbs: { USER: answerWhen((exchange) => exchange.argument === '', 230) },
  },
  {
    id: 'first-user-counts',
    title: 'A second USER does not replace the first',
    breaks: ['RFC959-4.1.1-USER-3'],
    verbs: {
      USER: also((session) => {
        const claim = firstClaims.get(session) ?? session.claimed;
        if (claim !== undefined) firstClaims.set(session, claim);
        session.claimed = claim;
      }),
    },
  },
  {
    id: 'new-user-keeps-rights',
    title: 'A new USER leaves the old login in force',
    breaks: ['RFC959-4.1.1-USER-4'],
    verbs: {
      USER: async ({ session }, honest) => {
        const { account } = session;
        await honest();
        session.account = account;
      },
    },
  },
  {
    id: 'new-user-resets-type',
    title: 'A new login puts TYPE back to ASCII',
    breaks: ['RFC959-4.1.1-USER-5'],
    verbs: {
      USER: first((session) => {
        session.representation = { type: 'A' };
      }),
    },
  },
  {
    id: 'account-asked-for-ever',
    title: 'ACCT is answered 332',
    breaks: ['RFC959-5.4-ACCT-1', 'RFC959-4.1.1-ACCT-2', 'RFC959-6-STATE-3'],
    verbs: { ACCT: answer(332, 'Account, please.') },
  },
  {
    id: 'rein-keeps-login',
    title: 'REIN leaves the user logged in',
    breaks: ['RFC959-4.1.1-REIN-2'],
    verbs: {
      REIN: async ({ session }, honest) => {
        const { account } = session;
        await honest();
        session.account = account;
      },
    },
  },
  {
    id: 'rein-keeps-parameters',
    title: 'REIN leaves TYPE and marker as they were',
    breaks: ['RFC959-4.1.1-REIN-3'],
    verbs: {
      REIN: async ({ session }, honest) => {
        const { representation, renameFrom, restart } = session;
        await honest();
        Object.assign(session, { representation, renameFrom, restart });
      },
    },
  },
  {
    id: 'rein-226',
    title: 'REIN is answered 226',
    breaks: ['RFC959-5.4-REIN-1'],
    replies: { REIN: recode(220, 226) },
  },
  {
    id: 'rein-twice-ready',
    title: 'REIN is answered 120 and 220 and 220',
    breaks: ['RFC959-4.2-FMT-4'],
    replies: { REIN: precede(220, 220) },
  },
  {
    id: 'passwords-without-end',
    title: 'Wrong passwords are not counted',
    breaks: ['RFC2577-5-LIMIT-1'],
    options: { passwordAttempts: Infinity },
  },
  {
    id: 'passwords-without-delay',
    title: 'A wrong password is answered at once',
    breaks: ['RFC2577-5-DELAY-1'],
    options: { passwordDelayMs: 0 },
  },
  {
    id: 'password-limit-without-421',
    title: 'After too many passwords the connection closes without 421',
    breaks: ['RFC2577-5-LIMIT-2'],
    replies: { PASS: recode(421, 530) },
  },
  {
    id: 'user-tells-who-exists',
    title: 'USER refuses names that are not there',
    breaks: ['RFC2577-7-USER-1', 'RFC2577-7-USER-2'],
    verbs: {
      USER: answerWhen(
        ({ session, argument: name }) =>
          !session.settings.accounts.some(({ user }) => user === name) &&
          !/^(?:anonymous|ftp)$/i.test(name),
        530,
        'No such user.',
      ),
    },
  },
  {
    id: 'anonymous-may-write',
    title: 'Anonymous users may change the file store',
    breaks: ['RFC1635-ANON-5', 'RFC2577-9-ANON-1'],
    verbs: {
      PASS: also((session) => {
        if (session.account?.readOnly) session.account = { ...session.account, readOnly: false };
      }),
    },
  },
  {
    id: 'ftp-is-not-anonymous',
    title: 'The name ftp is not taken for anonymous, nor are capitals',
    breaks: ['RFC1635-ANON-7'],
    verbs: {
      USER: answerWhen(
        (exchange) =>
          /^(?:anonymous|ftp)$/i.test(exchange.argument) && exchange.argument !== 'anonymous',
        530,
      ),
    },
  },
];
