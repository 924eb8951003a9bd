import { expect } from 'chai';
import { fleetWidth } from '../../../src/cli/fleet-width.ts';

const GIB = 1024 ** 3;

/** What a machine lends, and how many hosts it bears at the same time. */
const MACHINES: readonly [
  what: string,
  files: number | undefined,
  memory: number,
  hosts: number,
][] = [
  ['plenty of both', 1_048_576, 16 * GIB, 64],
  ['no limit of files', undefined, 16 * GIB, 64],
  ['few files', 256, 16 * GIB, 16],
  ['little memory', 1_048_576, 64 * 1024 ** 2, 16],
  ['next to nothing', 10, 0, 1],
];

describe('how many hosts are examined side by side', () => {
  for (const [what, files, memory, hosts] of MACHINES)
    it(`is ${hosts} with ${what}`, () => expect(fleetWidth({ files, memory })).to.equal(hosts));

  it('is known of the machine that this runs on', () => expect(fleetWidth()).to.be.within(1, 64));
});
