import { before, replyWhen } from '../behaviours/builders.ts';
import type { Variation } from './variation.ts';

/** REST, RNFR and TYPE A. */
export const restartVariations: readonly Variation[] = [
  {
    id: 'rest-refused-in-ascii',
    title: 'REST is refused in TYPE A',
    allowedBy: ['R40'],
    verbs: {
      REST: replyWhen(
        ({ session, argument }) => session.representation.type === 'A' && argument !== '0',
        501,
        'REST: resuming transfers is not allowed in ASCII mode.',
      ),
    },
  },
  {
    id: 'rest-of-words-is-0',
    title: 'REST takes what is no number for 0',
    allowedBy: ['R40'],
    verbs: {
      REST: before((_, exchange) => {
        if (!/^\d+$/.test(exchange.argument)) exchange.argument = '0';
      }),
    },
  },
  {
    id: 'rename-forgotten',
    title: 'Any command makes RNFR forgotten, NOOP included',
    allowedBy: ['R41', 'RFC959 4.1.3'],
    verbs: {
      '*': (exchange, honest) => {
        if (exchange.verb !== 'RNTO') exchange.session.renameFrom = undefined;
        return honest();
      },
    },
  },
  {
    id: 'ascii-taken-literally',
    title: 'TYPE A is accepted and converts nothing',
    allowedBy: ['R53'],
    verbs: {
      '*': before((session) => {
        session.representation = { type: 'I' };
      }),
    },
  },
];
