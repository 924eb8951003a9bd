import { Refusal } from '../errors.ts';
import { FACTS } from '../facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import type { CommandTable } from './command.ts';
import { SETTABLE } from './facts.ts';

/** FEAT and OPTS (RFC 2389), LANG (RFC 2640 section 4). */
export const featureCommands: CommandTable = {
  FEAT: {
    syntax: '',
    argument: 'none',
    beforeLogin: true,
    run: (exchange) => exchange.reply(211, 'Features:', ...list(exchange.session), 'End'),
  },
  OPTS: {
    syntax: '<SP> command [<SP> options]',
    argument: 'required',
    beforeLogin: true,
    refusal: 501,
    run: (exchange) => {
      const { argument } = exchange;
      if (/^UTF8(?: ON)?$/i.test(argument)) exchange.reply(200, 'Names are UTF-8, always.');
      else if (/^MLST(?: |$)/i.test(argument)) selectFacts(exchange, argument.slice(5));
      else throw new Refusal('There is no such option.');
    },
  },
  LANG: {
    syntax: '[<SP> tag]',
    argument: 'optional',
    beforeLogin: true,
    run: (exchange) => {
      const { argument } = exchange;
      if (!/^(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)?$/.test(argument))
        throw new Refusal('That is no language tag.', 501);
      if (!/^(?:EN(?:-.*)?)?$/i.test(argument)) throw new Refusal('English is all there is.', 504);
      exchange.reply(200, 'Replies are in English.');
    },
  },
};

/** One feature a line; a feature goes by its first word. */
function list(session: Session): string[] {
  const { without } = session.settings;
  return features(session).filter((feature) => !without.includes(feature.split(' ', 1)[0] ?? ''));
}

function features({ settings, facts }: Session): string[] {
  const mlst = FACTS.map((fact) => `${fact}${facts.includes(fact) ? '*' : ''};`).join('');
  return [
    ...(settings.tls === 'off' ? [] : ['AUTH TLS', 'PBSZ', 'PROT']),
    'AVBL',
    'CSID',
    'DSIZ',
    'HASH SHA-256*',
    'HOST',
    'LANG EN*',
    'MDTM',
    'MFCT',
    `MFF ${SETTABLE.map((fact) => `${fact};`).join('')}`,
    'MFMT',
    `MLST ${mlst}`,
    'RANG STREAM',
    'REST STREAM',
    'SIZE',
    'TVFS',
    'UTF8',
    'XCRC',
    'XMD5',
    'XSHA1',
    'XSHA256',
  ];
}

/** Facts that the server does not know are left out without a word (RFC 3659 section 7.9). */
function selectFacts(exchange: Exchange, text: string): void {
  if (/\s/.test(text)) throw new Refusal('Facts stand without spaces, each with its semicolon.');
  const wanted = text.toLowerCase().split(';');
  const chosen = FACTS.filter((fact) => wanted.includes(fact));
  exchange.session.facts = chosen;
  const facts = chosen.map((fact) => `${fact};`).join('');
  exchange.reply(200, `MLST OPTS ${facts}`.trimEnd());
}
