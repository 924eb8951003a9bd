import { formatEndpoint } from '../../wire/endpoint.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import { resolvePath } from '../store/store.ts';
import { mustWrite, type CommandTable } from './command.ts';
import { longListing } from './listings.ts';

/** SYST, STAT, NOOP and SITE (RFC 959 section 4.1.3). */
export const informationCommands: CommandTable = {
  SYST: {
    syntax: '',
    argument: 'none',
    beforeLogin: true,
    run: (exchange) => exchange.reply(215, 'UNIX Type: L8'),
  },
  NOOP: {
    syntax: '',
    argument: 'ignored',
    beforeLogin: true,
    keepsRestart: true,
    run: (exchange) => exchange.reply(200, 'Done.'),
  },
  STAT: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    refusal: 450,
    beforeLogin: true,
    keepsRestart: true,
    run: (exchange) => {
      const { session, argument } = exchange;
      if (argument === '') exchange.reply(211, 'Status', ...status(session), 'End of status');
      else if (!session.loggedIn) exchange.reply(530, 'Please log in with USER and PASS.');
      else {
        const directory = session.store.get(exchange.path).kind === 'dir';
        const lines = longListing(exchange, argument);
        exchange.reply(directory ? 212 : 213, `Status of ${argument}`, ...lines, 'End of status');
      }
    },
  },
  SITE: {
    syntax: '<SP> HELP | CHMOD <SP> mode <SP> pathname',
    argument: 'required',
    run: (exchange) => {
      const [, mode, name] = /^chmod ([0-7]{3,4}) (.+)$/i.exec(exchange.argument) ?? [];
      if (/^help$/i.test(exchange.argument.trim()))
        exchange.reply(200, 'HELP and CHMOD are all that SITE knows.');
      else if (mode === undefined || name === undefined)
        exchange.reply(501, 'There is no such SITE command.');
      else changeMode(exchange, parseInt(mode, 8), name);
    },
  },
};

/** Whether a file may be read, or a directory listed, is all that is kept of a mode. */
function changeMode(exchange: Exchange, mode: number, name: string): void {
  const { store, workingDirectory } = exchange.session;
  mustWrite(exchange);
  const path = resolvePath(workingDirectory, name);
  const node = store.get(path);
  if (!store.changeable(path)) throw new Refusal('Permission denied.');
  const readable = (mode & 0o444) !== 0;
  if (node.kind === 'dir') node.listable = readable;
  else node.readable = readable;
  exchange.reply(200, 'The mode is set.');
}

function status(session: Session): string[] {
  const { type } = session.representation;
  const typeText = {
    A: `ASCII ${session.format === 'N' ? 'Non-print' : 'Telnet'}`,
    I: 'Image',
    L: 'Local 8',
  };
  return [
    `Connected from ${formatEndpoint(session.peer)}`,
    session.account ? `Logged in as ${session.account.user}` : 'Not logged in',
    `TYPE: ${typeText[type]}, STRU: File, MODE: Stream`,
    `Control connection ${session.control.secured ? 'under TLS' : 'in clear'}, data protection ${session.protection}`,
    session.transfer
      ? `${session.transfer.verb} is running, ${session.transfer.octets} octets so far`
      : 'No transfer is running',
  ];
}
