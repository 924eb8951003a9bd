import { formatEndpoint } from '../../wire/endpoint.ts';
import type { Session } from '../session.ts';
import type { CommandTable } from './command.ts';
import { longListing } from './listings.ts';
import { SITE } from './site.ts';

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
  SITE,
};

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
