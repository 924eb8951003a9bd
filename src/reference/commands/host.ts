import { isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from '../../wire/endpoint.ts';
import { Refusal } from '../errors.ts';
import type { Session } from '../session.ts';
import type { CommandTable } from './command.ts';

/** HOST (RFC 7151). */
export const hostCommands: CommandTable = {
  HOST: {
    syntax: '<SP> name | address | [IPv6 address]',
    argument: 'required',
    beforeLogin: true,
    run: (exchange) => {
      const { session } = exchange;
      if (session.loggedIn) throw new Refusal('HOST comes before the login.', 503);
      const name = exchange.argument.toLowerCase();
      if (!isHostName(name)) throw new Refusal('That is no host name.', 501);
      if (!serves(session, name)) throw new Refusal('That host is not here.', 504);
      const named = session.control.serverName;
      if (named !== undefined && named.toLowerCase() !== name)
        throw new Refusal('The TLS handshake named another host.', 504);
      // A name given to another host's USER does not count (RFC 7151 section 4).
      session.logOut();
      session.host = name;
      exchange.reply(220, `This is ${name}.`);
    },
  },
};

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function isHostName(name: string): boolean {
  if (name.startsWith('[')) return name.endsWith(']') && isIPv6(name.slice(1, -1));
  if (isIPv4(name)) return true;
  const plain = name.endsWith('.') ? name.slice(0, -1) : name;
  return plain.length <= 255 && plain.split('.').every((label) => LABEL.test(label));
}

function serves({ settings, local }: Session, name: string): boolean {
  if (name.startsWith('[')) return canonicalAddress(name.slice(1, -1)) === local.host;
  return ['localhost', local.host, ...settings.virtualHosts].includes(name);
}
