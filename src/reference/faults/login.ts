import type { Session } from '../session.ts';
import type { Fault } from './fault.ts';
import { after, before, replyWhen, reword, withArgument } from '../behaviours/builders.ts';

/** Lets the claimed user in, whatever the password. */
function letIn(session: Session): void {
  session.account = session.settings.accounts[0];
  session.claimed = undefined;
}

/** Users whose first name is the one that counts. */
const firstClaims = new WeakMap<Session, string>();

/** Faults of USER, PASS, ACCT and REIN. */
export const loginFaults: readonly Fault[] = [
  {
    id: 'passwords-tell-who-exists',
    title: 'A wrong password of somebody who exists is refused in other words',
    breaks: ['RFC2577-7-USER-2'],
    verbs: {
      PASS: async (exchange, honest) => {
        const { claimed, settings } = exchange.session;
        if (settings.accounts.some(({ user }) => user === claimed)) known.add(exchange);
        await honest();
      },
    },
    replies: {
      PASS: (reply, exchange) =>
        known.has(exchange) ? reword(530, () => 'The password is wrong.')(reply) : reply,
    },
  },
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
    verbs: { PASS: withArgument((password) => password.trim()) },
  },
  {
    id: 'password-again-logs-out',
    title: 'PASS in a session that is logged in ends the login',
    breaks: ['RFC959-5.4-PASS-6'],
    verbs: {
      PASS: before((session) => {
        if (session.loggedIn) session.logOut();
      }),
    },
  },
  {
    id: 'user-alone-logs-in',
    title: 'Between USER and PASS commands work',
    breaks: ['RFC959-5.4-NOLOGIN-2'],
    verbs: {
      USER: after((session) => {
        session.account = session.settings.accounts[0];
      }),
    },
  },
  {
    id: 'first-user-counts',
    title: 'A second USER does not replace the first',
    breaks: ['RFC959-4.1.1-USER-3'],
    verbs: {
      USER: after((session) => {
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
      USER: before((session) => {
        session.representation = { type: 'A' };
      }),
    },
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
    id: 'user-tells-who-exists',
    title: 'USER refuses names that are not there',
    breaks: ['RFC2577-7-USER-1', 'RFC2577-7-USER-2'],
    verbs: {
      USER: replyWhen(
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
      PASS: after((session) => {
        if (session.account?.readOnly) session.account = { ...session.account, readOnly: false };
      }),
    },
  },
  {
    id: 'ftp-is-not-anonymous',
    title: 'The name ftp is not taken for anonymous, nor are capitals',
    breaks: ['RFC1635-ANON-7'],
    verbs: {
      USER: replyWhen(
        (exchange) =>
          /^(?:anonymous|ftp)$/i.test(exchange.argument) && exchange.argument !== 'anonymous',
        530,
      ),
    },
  },
  {
    id: 'noop-forgets-user',
    title: 'NOOP after USER makes the right password wrong',
    breaks: ['RFC959-4.1.1-PASS-3', 'RFC959-4.1.3-NOOP-2'],
    verbs: {
      NOOP: before((session) => {
        if (session.claimed !== undefined) session.claimed = '';
      }),
    },
  },
  {
    id: 'anonymous-hyphen-refused',
    title: 'An anonymous password that begins with a hyphen is wrong',
    breaks: ['RFC1635-ANON-4', 'RFC1635-ANON-2'],
    verbs: {
      PASS: replyWhen(
        ({ session, argument }) =>
          /^(?:anonymous|ftp)$/i.test(session.claimed ?? '') && argument.startsWith('-'),
        530,
      ),
    },
  },
];

/** Exchanges about somebody who exists. */
const known = new WeakSet<object>();
