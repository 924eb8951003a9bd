import type { Exchange } from '../exchange.ts';
import { homeOf, type Account } from '../options.ts';
import type { Session } from '../session.ts';
import type { CommandTable } from './command.ts';

/** USER, PASS, ACCT, REIN and QUIT (RFC 959 section 4.1.1). */
export const loginCommands: CommandTable = {
  USER: {
    syntax: '<SP> user name',
    argument: 'required',
    beforeLogin: true,
    run: (exchange) => {
      const { session, argument } = exchange;
      if (session.settings.tls === 'required' && !session.control.secured) {
        exchange.reply(534, 'This server wants TLS: AUTH TLS first.');
        return;
      }
      session.logOut();
      session.claimed = argument;
      // Whether there is such a user is nobody's business (RFC 2577 section 7).
      exchange.reply(331, 'Password, please.');
    },
  },
  PASS: {
    syntax: '<SP> password',
    argument: 'optional',
    beforeLogin: true,
    run: async (exchange) => {
      const { session, argument } = exchange;
      const { claimed } = session;
      if (claimed === undefined) {
        exchange.reply(503, 'USER first.');
        return;
      }
      session.claimed = undefined;
      const account = accountOf(session, claimed, argument);
      if (!account) await refuse(exchange);
      else if (account.account !== undefined) {
        session.needsAccount = account;
        exchange.reply(332, 'Account, please.');
      } else welcome(exchange, account);
    },
  },
  ACCT: {
    syntax: '<SP> account',
    argument: 'required',
    beforeLogin: true,
    run: async (exchange) => {
      const { session, argument } = exchange;
      const { needsAccount } = session;
      session.needsAccount = undefined;
      if (needsAccount?.account === argument) welcome(exchange, needsAccount);
      else if (needsAccount) await refuse(exchange);
      else if (session.loggedIn) exchange.reply(202, 'No account is needed.');
      else exchange.reply(503, 'USER and PASS first.');
    },
  },
  REIN: {
    syntax: '',
    argument: 'none',
    beforeLogin: true,
    run: async (exchange) => {
      const { session } = exchange;
      session.reset();
      session.host = undefined;
      exchange.reply(220, 'Service ready for a new user.');
      // The reply is still protected, what follows is not (RFC 4217 section 13).
      if (!session.settings.implicit) await session.control.stopTls();
    },
  },
  QUIT: {
    syntax: '',
    argument: 'ignored',
    beforeLogin: true,
    run: (exchange) => {
      exchange.session.closeDataPort();
      exchange.leave(221, 'Goodbye.');
    },
  },
};

const ANONYMOUS: Account = { user: 'anonymous', password: '', readOnly: true };

function accountOf(session: Session, user: string, password: string): Account | undefined {
  const { accounts, anonymous } = session.settings;
  if (anonymous && /^(?:anonymous|ftp)$/i.test(user)) return ANONYMOUS;
  return accounts.find(
    (account) =>
      account.user === user &&
      account.password === password &&
      (account.host === undefined || account.host === session.host),
  );
}

function welcome(exchange: Exchange, account: Account): void {
  const { session } = exchange;
  session.account = account;
  session.workingDirectory = startOf(session, account);
  exchange.reply(230, 'Logged in.');
}

/** Who is not known by name begins at the root. */
function startOf({ settings, store }: Session, account: Account): string {
  const home = homeOf(account, settings);
  return store.find(home) ? home : '/';
}

/** Slows guessing down and ends it (RFC 2577 section 5). */
async function refuse(exchange: Exchange): Promise<void> {
  const { session } = exchange;
  const { passwordDelayMs, passwordAttempts } = session.settings;
  await session.pause(passwordDelayMs);
  if (++session.wrongPasswords >= passwordAttempts)
    exchange.leave(421, 'Too many wrong passwords; closing.');
  else exchange.reply(530, 'Login incorrect.');
}
