import { expect } from 'chai';
import { PassivePorts } from '../../src/reference/passive-ports.ts';

const sorted = (ports: Iterable<number>): number[] => [...ports].sort((a, b) => a - b);

describe('passive ports of the reference server', () => {
  for (const last of [2000, 2001, 2002, 2009])
    it(`are those from 2000 to ${last}, each once`, () => {
      const ports = new PassivePorts([2000, last]);
      for (let turn = 0; turn < 5; turn++) {
        const candidates = [...ports.candidates()];
        expect(sorted(candidates)).to.deep.equal(
          Array.from({ length: last - 1999 }, (_, index) => 2000 + index),
        );
        ports.used(candidates[0] ?? 0);
      }
    });

  it('come again only when half of the others had their turn', () => {
    const ports = new PassivePorts([1, 100]);
    const given: number[] = [];
    for (let turn = 0; turn < 500; turn++) {
      const [port = 0] = ports.candidates();
      expect(given.slice(-50)).not.to.include(port);
      ports.used(port);
      given.push(port);
    }
  });

  it('come in no order', () => {
    const [one, other] = [1, 2].map(() => [...new PassivePorts([1, 1000]).candidates()]);
    expect(one).to.not.deep.equal(other);
    expect(one).to.not.deep.equal(sorted(one ?? []));
  });
});
