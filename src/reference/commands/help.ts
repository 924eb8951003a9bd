import { Refusal } from '../errors.ts';
import type { CommandEntry } from './command.ts';

/** HELP (RFC 959 section 4.1.3), which knows what is in a table of commands. */
export function help(commands: ReadonlyMap<string, CommandEntry>): CommandEntry {
  return {
    syntax: '[<SP> verb]',
    argument: 'optional',
    beforeLogin: true,
    run: (exchange) => {
      const verb = exchange.argument.toUpperCase();
      const { without } = exchange.session.settings;
      const known = new Map([...commands].filter(([name]) => !without.includes(name)));
      const syntax = known.get(verb)?.syntax;
      if (verb === '') exchange.reply(214, 'These verbs are known:', ...rows(known), 'End of help');
      else if (syntax === undefined) throw new Refusal('The command is not known.', 501);
      else exchange.reply(214, `Syntax: ${verb} ${syntax}`.trimEnd());
    },
  };
}

/** The verbs, eight a row. */
function rows(commands: ReadonlyMap<string, CommandEntry>): string[] {
  const known = [...commands].filter(([, { syntax }]) => syntax !== '(obsolete)');
  const names = known.map(([verb]) => verb.padEnd(5));
  return Array.from({ length: Math.ceil(names.length / 8) }, (_, row) =>
    names
      .slice(row * 8, row * 8 + 8)
      .join(' ')
      .trimEnd(),
  );
}
