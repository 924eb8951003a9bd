import { expect } from 'chai';
import { RULES } from '../../src/rules/index.ts';
import { builtinFaults, loadFaultMatrix } from '../../src/reference/index.ts';
import { notices, sideBySide, wholeSuite } from '../support/play-embedded.ts';
import { playFaulty, related, sight, type Sighting } from './matrix.ts';

/** Nothing here waits for the clock; this is only for a busy machine. */
const GENEROUS_MS = 20 * 60_000;

describe('faults seeded in the embedded server', function () {
  this.timeout(GENEROUS_MS);
  const subject = wholeSuite();
  let sightings: readonly Sighting[] = [];
  before(async () => {
    sightings = await sideBySide(builtinFaults(), 12, (fault) =>
      sight(subject, related(subject, fault), fault),
    );
  });

  it('are not seen where there are none', async () => {
    const result = await playFaulty(subject, subject.scenarios, []);
    expect([...notices(result)]).to.deep.equal([]);
  });

  it('are each seen by a scenario or rule that names the requirement it breaks', () => {
    const unseen = sightings.filter(({ named }) => named.length === 0);
    expect(unseen.map(({ fault }) => fault.id)).to.deep.equal([]);
  });

  it('make a failure where they break a MUST, unless a ruling, a row or a level says why not', () => {
    const unreasoned = sightings.filter(({ lowered }) => lowered === 'nothing');
    expect(unreasoned.map(({ fault }) => fault.id)).to.deep.equal([]);
  });

  it('are noticed by the scenarios that faults/matrix.json says', () => {
    const seenBy = new Map(sightings.map((sighting) => [sighting.fault.id, sighting.seenBy]));
    const unseen = Object.entries(loadFaultMatrix()).flatMap(([scenario, faults]) =>
      faults.flatMap((id) => (seenBy.get(id)?.has(scenario) ? [] : `${scenario} ${id}`)),
    );
    // `npm run faults -- --related` writes it anew.
    expect(unseen).to.deep.equal([]);
  });

  it('turn every MUST scenario red, one or another of them', () => {
    const red = new Set(
      sightings.flatMap(({ seenBy }) =>
        [...seenBy].flatMap(([id, outcome]) => (outcome === 'fail' ? [id] : [])),
      ),
    );
    const grey = subject.scenarios.filter(({ id, level }) => /^MUST/.test(level) && !red.has(id));
    expect(grey.map(({ id }) => id)).to.deep.equal([]);
  });

  it('break every rule, one or another of them', () => {
    const seen = new Set(sightings.flatMap(({ seenBy }) => [...seenBy.keys()]));
    const unbroken = RULES.filter(({ id }) => !seen.has(id));
    expect(unbroken.map(({ id }) => id)).to.deep.equal([]);
  });

  it('turn every other scenario to a warning at least, one or another of them', () => {
    const seen = new Set(sightings.flatMap(({ seenBy }) => [...seenBy.keys()]));
    const blind = subject.scenarios.filter(({ id }) => !seen.has(id));
    expect(blind.map(({ id }) => id)).to.deep.equal([]);
  });
});
