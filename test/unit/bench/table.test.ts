import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Measured, withTable } from '../../../bench/table.ts';

const BENCH = join(import.meta.dirname, '../../../bench');
const cost = (ms: number) => ({ wall: 10 * ms, cpu: ms, memory: 50 });

describe('the table of benchmarks', () => {
  it('has the middle of the rounds, and their least and greatest ratio', () => {
    const rounds = [
      { ours: cost(300), rival: cost(100) },
      { ours: cost(200), rival: cost(200) },
      { ours: cost(240), rival: cost(120) },
    ];
    const page = withTable(
      'a\n<!-- prettier-ignore-start -->\nold\n<!-- prettier-ignore-end -->\nb\n',
      [{ id: 'usage', size: 1, rounds }],
    );
    expect(page).to.include('| usage | cpu | 240 ms | 120 ms | 2.00 (1.00 to 3.00) | 2.00 |');
    expect(page).to.include('| usage | memory | 50 MiB | 50 MiB | 1.00 (1.00 to 1.00) |  |');
    expect(page)
      .to.match(/^a\n/)
      .and.to.match(/\nb\n$/)
      .and.not.to.include('old');
  });

  it('stands on its page as the results say', () => {
    const results = JSON.parse(readFileSync(join(BENCH, 'results.json'), 'utf8')) as Measured[];
    const page = readFileSync(join(BENCH, 'README.md'), 'utf8');
    expect(withTable(page, results)).to.equal(page);
  });
});
