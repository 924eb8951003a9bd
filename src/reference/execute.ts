import { COMMANDS } from './commands/index.ts';
import { Refusal } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Session } from './session.ts';

/** Executes one command; every one draws its replies. */
export async function execute(exchange: Exchange): Promise<void> {
  // A fault around the honest command sees its refusal as replies, and may be refused something itself.
  await answerRefusals(exchange, () =>
    exchange.interceptor.run(exchange, () => answerRefusals(exchange, obey)),
  );
}

/** Turns what a command throws into its reply. */
async function answerRefusals(
  exchange: Exchange,
  command: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  try {
    await command(exchange);
  } catch (error) {
    const code = COMMANDS.get(exchange.verb)?.refusal ?? 550;
    if (error instanceof Refusal) exchange.reply(error.code ?? code, error.message);
    // A bug of ours: the client gets an answer, and the test that met it sees the code.
    else exchange.reply(451, 'The server has failed.');
  }
}

async function obey(exchange: Exchange): Promise<void> {
  const { session, verb, argument } = exchange;
  const { commandDelayMs, commandsBeforeLogin, refuses, without } = session.settings;
  if (commandDelayMs > 0) await session.pause(commandDelayMs);
  forget(session, verb);
  const command = without.includes(verb) ? undefined : COMMANDS.get(verb);
  if (!session.loggedIn && ++session.commandsBeforeLogin > commandsBeforeLogin)
    exchange.leave(421, 'Too many commands without a login; closing.');
  else if (!command) unknown(exchange);
  else if (!command.beforeLogin && !session.loggedIn && !session.quirk('noLoginNeeded'))
    exchange.reply(530, 'Please log in with USER and PASS.');
  else if (command.argument === 'required' && argument === '')
    exchange.reply(501, `${verb} needs an argument.`);
  else if (command.argument === 'none' && argument !== '')
    exchange.reply(501, `${verb} takes no argument.`);
  else if (refuses[verb] !== undefined) exchange.reply(refuses[verb], 'That is not allowed here.');
  else await command.run(exchange);
}

/** Who speaks another protocol is not kept: a browser may be led here with commands in its request. */
function unknown(exchange: Exchange): void {
  const { session, line } = exchange;
  session.unknownCommands++;
  if (/ HTTP\/\d/.test(line)) exchange.leave(421, 'This is FTP, not HTTP; closing.');
  else if (session.unknownCommands > session.settings.unknownCommands)
    exchange.leave(421, 'Too many unknown commands; closing.');
  else exchange.reply(500, 'The command is not known.');
}

/** RNFR counts for the command after it, REST for the next transfer (see the table of commands). */
function forget(session: Session, verb: string): void {
  // NOOP affects no earlier command (RFC 959 section 4.1.3), and STAT may come at any time.
  if (!['RNTO', 'NOOP', 'STAT'].includes(verb)) session.renameFrom = undefined;
  if (session.quirk('keepsRestart')) return;
  const keeps = session.quirk('forgetsRestart')
    ? RESTARTED.includes(verb)
    : COMMANDS.get(verb)?.keepsRestart;
  if (!keeps) session.restart = 0;
}

/** What a marker is for: nothing may come between (RFC 3659 section 5.3). */
const RESTARTED = ['RETR', 'STOR', 'APPE', 'STOU'];
