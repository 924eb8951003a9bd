import { replyWhen, reword, withLines } from '../behaviours/builders.ts';
import type { Hooks } from '../behaviours/hooks.ts';
import type { Exchange } from '../exchange.ts';
import type { Variation } from './variation.ts';

/** Changes the entries of MLSD and of MLST alike. */
function entries(change: (line: string) => string): Pick<Hooks, 'sends' | 'replies'> {
  return {
    sends: {
      MLSD: withLines((lines) => lines.map((line) => `${change(line.slice(0, -2))}\r\n`)),
    },
    replies: { MLST: reword(250, (line) => (line.includes(';') ? change(line) : line)) },
  };
}

/** Changes the facts of an entry, each with its semicolon. */
function facts(change: (facts: string[]) => string[]) {
  return (line: string): string => {
    const space = line.indexOf(' ');
    const given = line
      .slice(0, space)
      .split(';')
      .slice(0, -1)
      .map((fact) => `${fact};`);
    return change(given).join('') + line.slice(space);
  };
}

const asksInAscii = ({ session, argument }: Exchange): boolean =>
  session.loggedIn && argument !== '' && session.representation.type === 'A';

/** MLST, MLSD and SIZE. */
export const factsVariations: readonly Variation[] = [
  {
    id: 'facts-in-other-order',
    title: 'Facts come in another order than FEAT has them',
    allowedBy: ['RFC3659 7.2'],
    ...entries(facts((given) => given.toReversed())),
  },
  {
    id: 'facts-few',
    title: 'Entries have no facts but type, size and modify, whatever is chosen',
    allowedBy: ['RFC3659 7.5'],
    options: { without: ['MFCT', 'MFF'] },
    ...entries(facts((given) => given.filter((fact) => /^(?:type|size|modify)=/.test(fact)))),
  },
  {
    id: 'entries-of-others-without-facts',
    title: 'MLSD tells nothing of directories but their type',
    allowedBy: ['RFC3659 7.5'],
    ...entries((line) =>
      /^type=.?dir;/.test(line) ? facts((given) => given.slice(0, 1))(line) : line,
    ),
  },
  {
    id: 'directories-not-shown-themselves',
    title: 'MLSD leaves the directory itself and its parent out',
    allowedBy: ['RFC3659 7.5.1.2'],
    sends: { MLSD: withLines((lines) => lines.filter((line) => !/^type=[cp]dir;/.test(line))) },
  },
  {
    id: 'mlst-names-as-given',
    title: 'MLST gives the name as it was given',
    allowedBy: ['RFC3659 7.3.1'],
    replies: {
      MLST: ({ code, lines }, { argument, path }) => ({
        code,
        lines: lines.map((line) =>
          argument !== '' && line.includes(';')
            ? line.replace(` ${path}`, () => ` ${argument}`)
            : line,
        ),
      }),
    },
  },
  {
    id: 'size-refused-in-ascii',
    title: 'SIZE is refused in TYPE A',
    allowedBy: ['R38', 'RFC3659 4'],
    verbs: { SIZE: replyWhen(asksInAscii, 550, 'SIZE is not allowed in ASCII mode.') },
  },
  {
    id: 'size-of-stored-file',
    title: 'SIZE in TYPE A is that of the stored file',
    allowedBy: ['R38'],
    verbs: {
      SIZE: async ({ session }, honest) => {
        const { representation } = session;
        session.representation = { type: 'I' };
        await honest();
        session.representation = representation;
      },
    },
  },
  {
    id: 'opts-mlst-unknown',
    title: 'OPTS MLST is not known, and every fact is sent',
    allowedBy: ['RFC3659-7.9-OPTS-1', 'R37'],
    verbs: {
      OPTS: replyWhen(({ argument }) => /^mlst/i.test(argument), 501, 'There is no such option.'),
    },
  },
];
