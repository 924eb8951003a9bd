import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { CommandEntry, CommandTable } from './command.ts';

/** AUTH, ADAT, PBSZ, PROT, CCC, MIC, CONF and ENC (RFC 2228, with TLS as of RFC 4217). */
export const securityCommands: CommandTable = {
  AUTH: {
    syntax: '<SP> TLS',
    argument: 'required',
    beforeLogin: true,
    run: async (exchange) => {
      const { session, argument } = exchange;
      if (session.settings.tls === 'off') throw new Refusal('There is no TLS here.', 502);
      if (!/^TLS(?:-C)?$/i.test(argument)) throw new Refusal('Only AUTH TLS is known.', 504);
      if (session.control.secured) throw new Refusal('TLS is up already.', 534);
      const context = await exchange.tlsContext();
      // Login and parameters of before do not count (RFC 4217 section 4.2).
      session.reset();
      exchange.reply(234, 'Shake hands.');
      if (!session.quirk('keepsPipelinedClear')) session.discardInput();
      try {
        await session.control.startTls(context, session.quirk('takesAnyProtocol'));
      } catch {
        session.control.destroy();
      }
    },
  },
  ADAT: {
    syntax: '<SP> base64',
    argument: 'required',
    beforeLogin: true,
    run: (exchange) => exchange.reply(503, 'No mechanism is waiting for data.'),
  },
  PBSZ: {
    syntax: '<SP> 0',
    argument: 'required',
    beforeLogin: true,
    keepsRestart: true,
    run: (exchange) => {
      const { session, argument } = exchange;
      mustBeSecured(exchange);
      if (!/^\d{1,10}$/.test(argument) || Number(argument) > 0xffff_ffff)
        throw new Refusal('PBSZ takes a number of 32 bits.', 501);
      session.bufferSizeKnown = true;
      exchange.reply(200, 'PBSZ=0');
    },
  },
  PROT: {
    syntax: '<SP> C | P',
    argument: 'required',
    beforeLogin: true,
    keepsRestart: true,
    run: (exchange) => {
      const { session } = exchange;
      const level = exchange.argument.toUpperCase();
      mustBeSecured(exchange);
      if (!session.bufferSizeKnown) throw new Refusal('PBSZ first.', 503);
      if (level === 'S' || level === 'E') throw new Refusal('TLS does not have that level.', 536);
      if (level !== 'C' && level !== 'P') throw new Refusal('There is no such level.', 504);
      session.protection = level;
      exchange.reply(200, level === 'P' ? 'Data is private.' : 'Data is clear.');
    },
  },
  CCC: {
    syntax: '',
    argument: 'none',
    beforeLogin: true,
    run: async (exchange) => {
      const { session } = exchange;
      if (!session.control.secured) throw new Refusal('The control connection is clear.', 533);
      if (!session.loggedIn || session.settings.tls === 'required')
        throw new Refusal('The control connection stays protected.', 534);
      session.levelFixed = true;
      exchange.reply(200, 'The control connection goes on in clear.');
      await session.control.stopTls();
    },
  },
  MIC: enclosing(),
  CONF: enclosing(),
  ENC: enclosing(),
};

/** PBSZ and PROT need TLS, and are over with CCC (RFC 4217 sections 5 and 9). */
function mustBeSecured({ session }: Exchange): void {
  if (session.levelFixed) throw new Refusal('The level stays as it is after CCC.', 503);
  if (!session.control.secured) throw new Refusal('AUTH TLS first.', 503);
}

/** Commands in an envelope: TLS has protected the connection already. */
function enclosing(): CommandEntry {
  return {
    syntax: '<SP> base64',
    argument: 'required',
    beforeLogin: true,
    run: (exchange) => {
      if (exchange.session.control.secured) exchange.reply(537, 'TLS does not have that.');
      else exchange.reply(503, 'AUTH first.');
    },
  };
}
