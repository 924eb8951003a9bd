import { COMMANDS } from './commands/index.ts';
import { Refusal } from './errors.ts';
import { Exchange } from './exchange.ts';
import { TOO_LONG } from './lines.ts';
import type { Session } from './session.ts';

/** Unknown commands on one connection until 421. */
const MOST_UNKNOWN = 100;

/** Executes one line of a session; every one draws its replies. */
export async function execute(session: Session, line: string | typeof TOO_LONG): Promise<void> {
  if (line === TOO_LONG) {
    new Exchange(session, '').reply(500, 'The line is too long.');
    return;
  }
  const exchange = new Exchange(session, line);
  // A fault behind the honest deed sees its refusal as replies, and may be refused something itself.
  await answered(exchange, () => session.seeded.run(exchange, () => answered(exchange, obey)));
}

/** Turns what a deed throws into its reply. */
async function answered(
  exchange: Exchange,
  deed: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  try {
    await deed(exchange);
  } catch (error) {
    const code = COMMANDS.get(exchange.verb)?.refusal ?? 550;
    if (error instanceof Refusal) exchange.reply(error.code ?? code, error.message);
    // A bug of ours: the client gets an answer, and the test that met it sees the code.
    else exchange.reply(451, 'The server has failed.');
  }
}

async function obey(exchange: Exchange): Promise<void> {
  const { session, verb, argument } = exchange;
  forget(session, verb);
  const command = COMMANDS.get(verb);
  if (!command) unknown(exchange);
  else if (!command.beforeLogin && !session.loggedIn && !session.seeded.quirk('noLoginNeeded'))
    exchange.reply(530, 'Please log in with USER and PASS.');
  else if (command.argument === 'required' && argument === '')
    exchange.reply(501, `${verb} needs an argument.`);
  else if (command.argument === 'none' && argument !== '')
    exchange.reply(501, `${verb} takes no argument.`);
  else await command.run(exchange);
}

/** Who speaks another protocol is not kept: a browser may be led here with commands in its request. */
function unknown(exchange: Exchange): void {
  const { session, line } = exchange;
  session.unknownCommands++;
  if (/ HTTP\/\d/.test(line)) session.leave(exchange, 421, 'This is FTP, not HTTP; closing.');
  else if (session.unknownCommands > MOST_UNKNOWN)
    session.leave(exchange, 421, 'Too many unknown commands; closing.');
  else exchange.reply(500, 'The command is not known.');
}

/** RNFR counts for the command behind it, REST for the next transfer (see the table of commands). */
function forget(session: Session, verb: string): void {
  // NOOP affects no earlier command (RFC 959 section 4.1.3), and STAT may come at any time.
  if (!['RNTO', 'NOOP', 'STAT'].includes(verb)) session.renameFrom = undefined;
  if (session.seeded.quirk('keepsRestart')) return;
  if (!COMMANDS.get(verb)?.keepsRestart || session.seeded.quirk('forgetsRestart'))
    session.restart = 0;
}
