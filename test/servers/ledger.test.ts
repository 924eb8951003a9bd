import { expect } from 'chai';
import {
  differences,
  type Observations,
  type Observed,
  parseLedger,
  withOutcomes,
} from './ledger.ts';
import { namesFor, PLACES, VARIANTS, variantsOf } from './variants.ts';

type Outcome = Observed['outcome'];

/** What runs said: of an id one outcome everywhere, or one a variant. */
function observe(outcomes: Record<string, Outcome | Outcome[]>): Observations {
  return new Map(
    VARIANTS.map((variant, index) => [
      variant,
      new Map(
        Object.entries(outcomes).map(([id, of]) => {
          const outcome = typeof of === 'string' ? of : of[index]!;
          return [id, { outcome, reason: outcome === 'fail' ? 'got 500' : '' }];
        }),
      ),
    ]),
  );
}

const ledger = parseLedger(`
fail:
  - id: a/refused
    why: The server answers 500 to a command that it lists.
  - id: a/over-six
    on: [ipv6]
    why: The address is a version 6 one.
varies:
  - id: a/race
    on: tls
    between: [fail, pass]
    why: The second 150 comes or does not.
warn:
  tls: [a/odd]
skip:
  everywhere: [a/absent]
`);
const asExpected = {
  'a/refused': 'fail',
  'a/over-six': ['pass', 'fail', 'pass', 'fail'],
  'a/race': ['pass', 'pass', 'fail', 'pass'],
  'a/odd': ['pass', 'pass', 'warn', 'warn'],
  'a/absent': 'skip',
  'a/fine': 'pass',
} satisfies Record<string, Outcome | Outcome[]>;

describe('the ledger of a server', () => {
  it('agrees with runs that end as it says', () => {
    expect(differences(ledger, observe(asExpected))).to.be.empty;
  });

  const cases: [what: string, outcomes: Record<string, Outcome | Outcome[]>, lines: string[]][] = [
    [
      'a failure that nobody expects, with its reason',
      { 'a/fine': 'fail' },
      ['a/fine (everywhere): expected pass, got fail: got 500'],
    ],
    [
      'a known failure that passes',
      { 'a/refused': ['fail', 'pass', 'fail', 'pass'] },
      ['a/refused (ipv6): expected fail, got pass'],
    ],
    [
      'a known failure where it is not known',
      { 'a/over-six': 'fail' },
      ['a/over-six (ipv4): expected pass, got fail: got 500'],
    ],
    [
      'an error where a failure is expected',
      { 'a/refused': 'error' },
      ['a/refused (everywhere): expected fail, got error'],
    ],
    [
      'an outcome that chance does not explain, and one where there is no chance',
      { 'a/race': ['pass', 'fail', 'fail', 'warn'] },
      [
        'a/race (plain ipv6): expected pass, got fail: got 500',
        'a/race (tls ipv6): expected fail or pass, got warn',
      ],
    ],
    [
      'a scenario that is skipped of a sudden',
      { 'a/odd': 'skip' },
      ['a/odd (plain): expected pass, got skip', 'a/odd (tls): expected warn, got skip'],
    ],
  ];
  for (const [what, outcomes, lines] of cases)
    it(`disagrees with ${what}`, () => {
      expect(differences(ledger, observe({ ...asExpected, ...outcomes }))).to.deep.equal(lines);
    });

  it('disagrees where it names what does not exist', () => {
    const others = Object.entries(asExpected).filter(([id]) => id !== 'a/absent');
    expect(differences(ledger, observe(Object.fromEntries(others)))).to.deep.equal([
      'a/absent: in the ledger, but no scenario or rule has this id',
    ]);
  });

  it('disagrees where a run lacks a scenario that others have', () => {
    const runs = new Map(observe(asExpected));
    const [first] = VARIANTS;
    runs.set(first, new Map([...runs.get(first)!].filter(([id]) => id !== 'a/fine')));
    expect(differences(ledger, runs)).to.deep.equal([
      'a/fine (plain ipv4): expected pass, got missing',
    ]);
  });

  it('wants to know why of every failure, and one outcome of every variant', () => {
    const careless = parseLedger('{ fail: [{ id: a/x }], warn: { tls: [a/x] }, skip: {} }');
    expect(differences(careless, observe({ 'a/x': 'fail' }))).to.deep.equal([
      'a/x: known, but without why:',
      'a/x (tls): expected fail and warn, got fail: got 500',
    ]);
  });

  it('takes no errors, no unknown places and no failures by place', () => {
    for (const text of [
      '{ fail: [], warn: {}, skip: {}, error: {} }',
      '{ fail: [], warn: { ipv5: [] }, skip: {} }',
      '{ fail: { tls: [a/x] }, warn: {}, skip: {} }',
    ])
      expect(() => parseLedger(text)).to.throw();
  });

  it('is written anew with the warnings and skips of the runs, and the failures of people', () => {
    const text = withOutcomes(
      '# vsftpd\nfail:\n  # seen in 3.0.3\n  - id: a/refused\n    why: Because.\n' +
        'varies:\n  - { id: a/race, on: tls, between: [warn, pass], why: Chance. }\nwarn: {}\nskip: {}\n',
      observe({ ...asExpected, 'a/race': ['pass', 'pass', 'warn', 'pass'] }),
    );
    expect(text).to.match(/^# vsftpd\nfail:\n {2}# seen in 3\.0\.3\n {2}- id: a\/refused\n/);
    const { warn, skip } = parseLedger(text);
    expect([warn, skip]).to.deep.equal([{ tls: ['a/odd'] }, { everywhere: ['a/absent'] }]);
  });

  it('has a name for every set of variants', () => {
    for (let set = 0; set < 1 << VARIANTS.length; set++) {
      const variants = VARIANTS.filter((_, index) => set & (1 << index));
      const named = namesFor(variants).flatMap((name) => [...variantsOf(name)]);
      expect(named).to.have.members(variants);
    }
    for (const name of PLACES) expect(namesFor(variantsOf(name))).to.deep.equal([name]);
  });
});
