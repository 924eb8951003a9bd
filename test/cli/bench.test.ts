import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { BENCHMARKS } from '../../bench/benchmarks.ts';
import { missing, requirePart } from '../support/require.ts';

const RUN = join(import.meta.dirname, '../../bench/run.ts');

/** Runs the benchmarks once, with a small fleet, and writes nothing. */
async function bench(...ids: string[]): Promise<string> {
  const words = ['--import', 'tsx', RUN, '--rounds', '1', '--size', '2', '--no-keep', ...ids];
  return (await promisify(execFile)(process.execPath, words)).stdout;
}

describe('npm run bench', () => {
  for (const { id } of BENCHMARKS)
    it(`measures ${id} and its rival, which both work`, async function () {
      requirePart.call(
        this,
        'curl and GNU time',
        missing.command('curl') ?? missing.command('time'),
      );
      expect(await bench(id)).to.equal(`${id}: measured 1 times\n`);
    });
});
