import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { builtinVariations } from '../../src/reference/index.ts';
import { sideBySide, wholeSuite } from '../support/play-embedded.ts';
import { accusations, fresh, loadUnfair, sampled } from './fairness.ts';

/** Nothing here waits for the clock; this is only for a busy machine. */
const GENEROUS_MS = 30 * 60_000;
const AT_ONCE = 4;

/** How many are played, or `all`; `npm run variations` plays all. */
const wanted = process.env['FTPSPEC_VARIATIONS'] ?? '6';
/** Given by whoever wants to see a failure again. */
const seed = process.env['FTPSPEC_SEED'] ?? randomBytes(4).toString('hex');

describe(`the suite against lawful variations (${wanted}, FTPSPEC_SEED=${seed})`, function () {
  this.timeout(GENEROUS_MS);

  it('holds nothing against any of them but what is known', async () => {
    const subject = wholeSuite();
    const unfair = loadUnfair();
    const chosen = wanted === 'all' ? builtinVariations() : sampled(Number(wanted), seed);
    const held = await sideBySide(chosen, AT_ONCE, async (variation) =>
      fresh(variation, await accusations(subject, variation), unfair).map(
        ({ id, outcome, reason }) => `${variation.id}: ${outcome} ${id}: ${reason}`,
      ),
    );
    expect(held.flat()).to.deep.equal([]);
  });
});
