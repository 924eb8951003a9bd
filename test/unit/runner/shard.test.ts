import { expect } from 'chai';
import fc from 'fast-check';
import { chosenShard } from '../../../src/cli/options/shard.ts';
import { ofShard } from '../../../src/runner/shard.ts';
import { scripts } from './harness.ts';

const scenarios = scripts(
  Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `number-${index}`,
      { more: `  exclusive: ${index % 7 === 0}\n`, steps: '{ send: NOOP, expect: 200 }' },
    ]),
  ),
);

describe('shards', () => {
  it('have every scenario once, in the order of the scripts, whatever is known of durations', () => {
    const lengths = fc.array(fc.option(fc.integer({ min: 0, max: 90_000 })), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), lengths, (total, durations) => {
        const known = new Map(scenarios.map(({ id }, index) => [id, durations[index]]));
        const msOf = (id: string) => known.get(id) ?? undefined;
        const parts = Array.from({ length: total }, (_, index) =>
          ofShard(scenarios, { index: index + 1, total }, msOf),
        );
        const order = scenarios.map(({ id }) => id);
        for (const part of parts)
          expect(part).to.deep.equal(scenarios.filter((one) => part.includes(one)));
        expect(
          parts
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).to.deep.equal(order.sort());
      }),
    );
  });

  it('differ by no more than the longest takes', () => {
    const msOf = (id: string) => 100 * (1 + (id.length % 5)) * Number(/\d+/.exec(id)?.[0] ?? 0);
    const beside = scenarios.filter(({ exclusive }) => !exclusive);
    const costs = [1, 2, 3].map((index) =>
      ofShard(beside, { index, total: 3 }, msOf).reduce((sum, { id }) => sum + msOf(id), 0),
    );
    const longest = Math.max(...beside.map(({ id }) => msOf(id)));
    expect(Math.max(...costs) - Math.min(...costs)).to.be.at.most(longest);
  });

  for (const text of ['1', '1/0', '0/0', '1/4/5', '-1/3', '1/99999', ' 1/2', '1.5/2', ''])
    it(`are none of "${text}"`, () => {
      expect(() => chosenShard({ shard: text }, {})).to.throw(/is no part; write I\/N/);
    });

  for (const [env, said] of [
    [{}, undefined],
    [{ CI_NODE_TOTAL: '1' }, undefined],
    [{ CI_NODE_INDEX: '1', CI_NODE_TOTAL: '1' }, undefined],
    [
      { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' },
      { index: 2, total: 3 },
    ],
    [
      { JOB_COMPLETION_INDEX: '2', JOB_COMPLETION_TOTAL: '3' },
      { index: 3, total: 3 },
    ],
    [
      { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '3' },
      { index: 1, total: 3 },
    ],
    [
      { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '3' },
      { index: 1, total: 3 },
    ],
  ] as const)
    it(`are ${JSON.stringify(said)} where a CI job has ${JSON.stringify(env)}`, () => {
      expect(chosenShard({}, env).shard).to.deep.equal(said);
    });
});
