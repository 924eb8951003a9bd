import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { conflicts, readLedger, unmatched, unsaid } from '../../../src/ledger/ledger.ts';
import { namesFor, PLACE_NAMES, PLACES, placesOf } from '../../../src/ledger/places.ts';
import { ledgerJsonSchema } from '../../../src/ledger/schema.ts';
import { updated } from '../../../src/ledger/update.ts';
import { dataFolder } from '../../../src/package/folders.ts';
import { RULES } from '../../../src/rules/index.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { declaredServers } from '../../servers/declaration.ts';
import { ledgerFile } from '../../servers/play.ts';

describe('ledgers', () => {
  const catalogue = loadCatalogue();
  const scenarios = loadScenarios([dataFolder('suites')], catalogue);
  const ids = [...scenarios, ...RULES].map(({ id }) => id);
  const requirements = new Set(catalogue.requirements.keys());

  for (const server of declaredServers())
    it(`have entries for what there is, one each, with reasons: ${server.name}`, () => {
      const ledger = readLedger(ledgerFile(server));
      const problems = [
        ...conflicts(ledger, { ids, requirements }),
        ...unmatched(ledger, { ids }),
        ...unsaid(ledger),
      ];
      expect(problems.map(({ position, reason }) => `${position.line}: ${reason}`)).to.be.empty;
    });

  it('have the schema that the code has; `npm run schema` writes it anew', () => {
    const text = readFileSync(join(dataFolder('catalogue'), 'ledger.schema.json'), 'utf8');
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(ledgerJsonSchema())));
  });

  it('have a name for every set of places', () => {
    for (let set = 0; set < 1 << PLACES.length; set++) {
      const places = PLACES.filter((_, index) => set & (1 << index));
      expect(namesFor(places).flatMap((name) => [...placesOf(name)])).to.have.members(places);
    }
    for (const name of PLACE_NAMES) expect(namesFor(placesOf(name))).to.deep.equal([name]);
  });

  describe('that are updated', () => {
    const TEXT = `# vsftpd
known:
  # seen in 3.0.3
  - id: a/refused
    outcome: fail
    reason: Because.
  - id: [a/race, a/other]
    on: tls
    varies: [warn, pass]
    reason: Chance.
`;
    const all = ['a/refused', 'a/race', 'a/other', 'a/new'];
    type Outcomes = Readonly<Record<string, 'pass' | 'warn' | 'fail' | 'skip' | 'error'>>;
    const update = (outcomes: readonly Outcomes[]): string =>
      updated(
        TEXT,
        readLedger('ledger.yaml', TEXT),
        outcomes.map((of, index) => ({
          place: PLACES[index]!,
          ends: Object.entries(of).map(([id, outcome]) => ({
            id,
            outcome,
            reason: 'so\r\n- x: y',
          })),
        })),
        all,
        ['fail'],
      );

    for (const [what, outcomes] of [
      ['nothing was seen', []],
      ['all is as it says', [{ 'a/refused': 'fail', 'a/race': 'warn' }]],
      ['what could not be judged', [{ 'a/refused': 'error', 'a/new': 'error' }]],
      ['a skip', [{ 'a/refused': 'skip' }]],
      ['chance that went beyond', [{}, {}, { 'a/race': 'fail' }]],
    ] as readonly (readonly [string, readonly Outcomes[]])[])
      it(`stay as they are for ${what}`, () => expect(update(outcomes)).to.equal(TEXT));

    it('lose what holds no more, but only where that was seen', () => {
      const everywhere = Object.fromEntries(all.map((id) => [id, 'pass'] as const));
      expect(update(PLACES.map(() => everywhere))).not.to.contain('a/refused');
      expect(update([everywhere])).to.match(
        /seen in 3\.0\.3\n.*a\/refused\n {4}outcome: fail\n {4}reason: Because\.\n {4}on:/,
      );
    });

    it('get what is new, where it is, as no more than a comment says', () => {
      expect(update([{ 'a/new': 'fail' }])).to.equal(
        `${TEXT}  # seen: so - x: y\n  - id: a/new\n    outcome: fail\n    reason: TODO\n`,
      );
      expect(update([{ 'a/new': 'fail' }, { 'a/new': 'pass' }])).to.match(
        /on: plain ipv4\n {4}reason: TODO\n$/,
      );
    });
  });
});
