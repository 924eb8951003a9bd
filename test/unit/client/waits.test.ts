import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { Timeout } from '../../../src/client/failures.ts';
import { PATIENCE } from '../../../src/client/limits.ts';
import { BoundedWaits } from '../../../src/client/waits.ts';

const MS = 10_000;

describe('waits of a run', () => {
  let waits: BoundedWaits;

  beforeEach(() => {
    waits = new BoundedWaits();
  });

  /** Waits in vain. @returns how long it would have been waited for, and the error */
  async function vain(kind: string, ms = MS): Promise<readonly [number, Timeout]> {
    let given = NaN;
    const failed = await waits
      .for(kind, ms, (limit) => {
        given = limit;
        return Promise.reject(new Timeout('a reply', limit));
      })
      .catch((error: unknown) => error);
    return [given, failed as Timeout];
  }

  async function found(kind: string, ms = MS): Promise<number> {
    return await waits.for(kind, ms, (limit) => Promise.resolve(limit));
  }

  async function inVain(kind: string, times: number): Promise<void> {
    for (let time = 0; time < times; time++) expect((await vain(kind))[0]).to.equal(MS);
  }

  it('are as long as wanted until a kind did not come several times, then shorter, and say so', async () => {
    await inVain('the reply to QUIT', PATIENCE.vain);
    const [given, error] = await vain('the reply to QUIT');
    expect(given).to.equal(PATIENCE.leastMs);
    expect(error.message).to.equal(
      'a reply did not come within 500 ms (less than usual, as it did not come within 10 s 3 times)',
    );
    expect(waits.shortened).to.deep.equal([
      'the reply to QUIT was waited for 500 ms only (1 times), as it did not come within 10 s 3 times',
    ]);
  });

  it('are never longer than wanted', async () => {
    await inVain('one', PATIENCE.vain);
    expect((await vain('one', 100))[0]).to.equal(100);
  });

  it('of other kinds stay as long, but where very much does not come', async () => {
    await inVain('one', PATIENCE.vain);
    expect(await found('other')).to.equal(MS);
    for (let kind = 0; kind < PATIENCE.vainInAll; kind++) await vain(`kind ${kind}`);
    expect(await found('another')).to.equal(MS / 4);
  });

  it('leave room for what once came late', async () => {
    await waits.for('one', MS, () => delay(200));
    await inVain('one', PATIENCE.vain);
    expect((await vain('one'))[0]).to.be.at.least(PATIENCE.timesSlowest * 190);
  });

  it('count what is found to be nothing', async () => {
    const filtered = (): Promise<string> =>
      waits.for(
        'a port',
        MS,
        (limit) => Promise.resolve(`filtered after ${limit}`),
        () => true,
      );
    for (let time = 0; time < PATIENCE.vain; time++)
      expect(await filtered()).to.equal('filtered after 10000');
    expect(await filtered()).to.equal('filtered after 500');
  });

  it('let other errors through uncounted', async () => {
    for (let time = 0; time < 5; time++)
      await waits.for('one', MS, () => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await found('one')).to.equal(MS);
  });

  it('tell a target that takes its time for everything from one that does so now and then', async () => {
    await waits.for('one', 4, () => delay(20));
    expect(waits.slowMs).to.equal(undefined);
    await waits.for('one', 4, () => delay(20));
    expect(waits.slowMs).to.be.at.least(19);
    await found('two');
    expect(waits.slowMs).to.equal(undefined);
  });
});
