import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { BOUNDS, coveredBy, reaches, unaccounted } from '../../../src/cli/coverage.ts';
import { replyPairs } from '../../../src/cli/reply-pairs.ts';
import { LEVELS } from '../../../src/catalogue/requirements.ts';
import { suitesScenarios } from '../../../src/scenario/suites.ts';

describe('what the suites reach', () => {
  const catalogue = loadCatalogue();
  const requirements = [...catalogue.requirements.values()];
  const covered = coveredBy(suitesScenarios());

  it('has a bound for every level', () =>
    expect(BOUNDS.flatMap(({ levels }) => levels)).to.have.members(LEVELS));

  for (const { levels, covered: count, of, bound } of reaches(requirements, covered))
    it(`is at least ${bound * 100} % of ${levels.join(', ')}`, () =>
      expect(count / of).to.be.at.least(bound));

  it('leaves out only what has a reason, and nothing has one for no need', () =>
    expect(unaccounted(catalogue, covered)).to.deep.equal([]));

  it('covers only requirements that there are', () => {
    for (const id of covered) expect(catalogue.requirements.has(id), id).to.equal(true);
  });

  it('is nine tenths of what the reply tables list for a command', () => {
    const { all, unjudged } = replyPairs(catalogue, suitesScenarios());
    expect(1 - unjudged.length / all.length).to.be.at.least(0.9);
  });
});

describe('a loss of reach', () => {
  const { requirements } = loadCatalogue();
  const [one, other] = [...requirements.keys()];
  const all = [...requirements.values()];

  it('is told where a requirement is tested by nothing', () => {
    const covered = new Set([...requirements.keys()].filter((id) => id !== one));
    expect(unaccounted({ requirements, outOfReach: new Map() }, covered))
      .to.have.lengthOf(1)
      .and.property('0')
      .contains(one)
      .and.contains('does not say why');
  });

  it('is told where what is tested is said to be out of reach', () => {
    const outOfReach = new Map([[other ?? '', 'It is far.']]);
    expect(unaccounted({ requirements, outOfReach }, new Set(requirements.keys())))
      .to.have.lengthOf(1)
      .and.property('0')
      .contains(`${other} is tested`);
  });

  it('breaks its bound', () => {
    const some = all.filter(({ level }) => level === 'MUST').slice(0, 300);
    const reach = reaches(all, new Set(some.map(({ id }) => id)));
    expect(reach.filter(({ holds }) => holds)).to.deep.equal([]);
  });
});
