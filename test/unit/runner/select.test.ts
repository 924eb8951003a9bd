import { expect } from 'chai';
import { select, SelectionError, type Selection } from '../../../src/runner/select.ts';
import { loadTexts } from '../../support/scripts.ts';

const script = (id: string, title: string, more = ''): string =>
  `- id: ${id}\n  title: ${title}\n  covers: [RFC959-4.2-FMT-1]\n${more}  steps: [{ send: NOOP }]\n`;

const scenarios = loadTexts({
  'a.yaml':
    script('passive/newest-wins', 'The newest listener wins', '  needs: [login]\n') +
    script('passive/new-port', 'Ports are new', '  level: SHOULD\n  waits: true\n') +
    script('session/noop', 'NOOP is answered (200)', '  needs: [login, tls]\n'),
});

const NONE: Selection = {
  suite: [],
  id: [],
  grep: [],
  level: [],
  needs: [],
  exclude: [],
  quick: false,
};
const ids = (selection: Partial<Selection>): string[] =>
  select(scenarios, { ...NONE, ...selection }).map(({ id }) => id);

describe('a selection', () => {
  const all = ['passive/newest-wins', 'passive/new-port', 'session/noop'];
  for (const [what, selection, wanted] of [
    ['nothing said is everything, in the order of the scripts', {}, all],
    ['a suite', { suite: ['passive'] }, all.slice(0, 2)],
    ['ids', { id: ['session/noop', 'passive/new-port'] }, all.slice(1)],
    ['a word of the id, in any case', { grep: ['PASSIVE/'] }, all.slice(0, 2)],
    ['ids that fit a pattern', { id: ['passive/*'] }, all.slice(0, 2)],
    ['ids that fit one with a choice', { id: ['*/{noop,new-port}'] }, all.slice(1)],
    ['a pattern somewhere in the title', { grep: ['newest*wins'] }, [all[0]]],
    ['a pattern over the title', { grep: ['answered', 'newest'] }, [all[0], all[2]]],
    ['a level', { level: ['SHOULD'] }, [all[1]]],
    ['any of several needs', { needs: ['tls', 'ipv6'] }, [all[2]]],
    ['all but a suite', { exclude: ['passive'] }, [all[2]]],
    ['all but an id', { exclude: ['passive/new-port'] }, [all[0], all[2]]],
    ['all but a beginning', { exclude: ['passive/new*'] }, [all[2]]],
    ['all but a beginning of suites', { exclude: ['pass*'] }, [all[2]]],
    ['none that waits, where it has to be quick', { quick: true }, [all[0], all[2]]],
    ['what fits everything said', { suite: ['passive'], needs: ['login'] }, [all[0]]],
  ] as const)
    it(`takes ${what}`, () => expect(ids(selection)).to.deep.equal(wanted));

  for (const [what, selection, reason] of [
    [
      'a suite that there is not',
      { suite: ['pasive'] },
      'there is no suite pasive; did you mean passive?',
    ],
    [
      'a suite like none',
      { suite: ['x'] },
      'there is no suite x; `ftpspec list` shows what there is',
    ],
    ['an id that there is not', { id: ['session/nop'] }, 'did you mean session/noop?'],
    ['a pattern that fits no id', { id: ['passive/x*'] }, '--id passive/x* fits no scenario'],
    [
      'the beginning of ids',
      { id: ['passive/ne'] },
      'these begin so: passive/newest-wins, passive/new-port',
    ],
    ['an exclusion of nothing', { exclude: ['tls/*'] }, '--exclude tls/* fits no scenario'],
    ['an exclusion of a part of an id', { exclude: ['passive/new'] }, 'fits no scenario'],
    ['a dot as any character', { exclude: ['passive/new.port'] }, 'fits no scenario'],
    [
      'a selection that leaves nothing',
      { suite: ['session'], level: ['SHOULD'] },
      'leaves no scenario',
    ],
  ] as const)
    it(`refuses ${what}`, () => expect(() => ids(selection)).to.throw(SelectionError, reason));
});
