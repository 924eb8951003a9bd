import type { Exchange } from '../exchange.ts';
import { words, type CommandTable } from './command.ts';

type Answer = readonly [code: number, text: string];

const NO_SUCH: Answer = [501, 'There is no such parameter.'];

/** TYPE, STRU, MODE, ALLO and REST (RFC 959 sections 3.1, 3.4 and 4.1.3). */
export const parameterCommands: CommandTable = {
  TYPE: {
    syntax: '<SP> A [<SP> N | T] | I | L <SP> 8',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => exchange.reply(...setType(exchange)),
  },
  STRU: {
    syntax: '<SP> F',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => exchange.reply(...oneOf(exchange, 'F', ['R', 'P'])),
  },
  MODE: {
    syntax: '<SP> S',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => exchange.reply(...oneOf(exchange, 'S', ['B', 'C'])),
  },
  ALLO: {
    syntax: '<SP> octets [<SP> R <SP> octets]',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => {
      if (/^\d+(?: R \d+)?$/i.test(words(exchange).join(' ')))
        exchange.reply(202, 'No storage has to be allocated.');
      else exchange.reply(501, 'ALLO takes a number of octets.');
    },
  },
  REST: {
    syntax: '<SP> octets',
    argument: 'required',
    keepsRestart: true,
    run: (exchange) => {
      if (!/^\d+$/.test(exchange.argument)) {
        exchange.reply(501, 'REST takes a number of octets.');
        return;
      }
      exchange.session.restart = Number(exchange.argument);
      exchange.reply(350, `The next transfer begins at octet ${exchange.argument}.`);
    },
  },
};

function setType(exchange: Exchange): Answer {
  const { session } = exchange;
  const [type = '', second, ...more] = words(exchange).map((word) => word.toUpperCase());
  if (more.length > 0) return NO_SUCH;
  if (type === 'A' || type === 'E') {
    if (second !== undefined && !/^[NTC]$/.test(second)) return NO_SUCH;
    if (type === 'E' || second === 'C') return [504, 'That is not implemented.'];
    session.representation = { ...session.representation, type };
    session.format = second ?? 'N';
    return [200, `The type is now ASCII ${session.format === 'N' ? 'Non-print' : 'Telnet'}.`];
  }
  if (type === 'L') {
    if (!/^\d+$/.test(second ?? '')) return [501, 'TYPE L takes a number of bits.'];
    if (Number(second) !== 8) return [504, 'Logical bytes have 8 bits here.'];
  } else if (type !== 'I' || second !== undefined) return NO_SUCH;
  session.representation = { ...session.representation, type };
  session.format = 'N';
  return [200, type === 'I' ? 'The type is now Image.' : 'The type is now Local, 8 bits.'];
}

function oneOf(exchange: Exchange, only: string, notHere: readonly string[]): Answer {
  const word = words(exchange).join(' ').toUpperCase();
  if (word === only) return [200, 'That is set.'];
  return notHere.includes(word) ? [504, 'That is not implemented.'] : NO_SUCH;
}
