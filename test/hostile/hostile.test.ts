import { expect } from 'chai';
import { pool } from '../netlab/pool.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { sample } from './choice.ts';
import { lineOf, tryOne, type Trial } from './trial.ts';

/** How many are played, or all: FTPSPEC_HOSTILE. By default as many as take a minute. */
const wanted = process.env['FTPSPEC_HOSTILE'] ?? '12';
const every = wanted === 'all';
const seed = Number(process.env['FTPSPEC_HOSTILE_SEED'] ?? Date.now() % 1_000_000);
/** Whole runs belong to `npm run hostile`: one takes as long as the rest of a sample. */
const short = BEHAVIOURS.filter(({ drives }) => drives.every(({ whole }) => whole !== true));
const chosen = every ? BEHAVIOURS : sample(short, Number(wanted), seed);

describe('hostile servers', () => {
  it('are 150 behaviours and more, by unique ids', () => {
    const ids = BEHAVIOURS.map(({ id }) => id);
    expect(ids).to.have.length.of.at.least(150);
    expect(new Set(ids)).to.have.length(ids.length);
  });

  const which = every ? 'all' : `${wanted} by FTPSPEC_HOSTILE_SEED=${seed}`;
  describe(`are survived (${which})`, () => {
    const plays = chosen.flatMap((behaviour) =>
      behaviour.drives.map((drive) => ({ behaviour, drive })),
    );
    const stop = new AbortController();
    let trials: Promise<Trial>[] = [];

    before(() => {
      trials = pool(plays, 2, stop.signal, ({ behaviour, drive }) => tryOne(behaviour, drive));
    });

    after(() => stop.abort());

    for (const behaviour of chosen)
      it(`${behaviour.id}: ${behaviour.title}`, async function () {
        this.timeout(0);
        const own = await Promise.all(
          trials.filter((_trial, index) => plays[index]?.behaviour === behaviour),
        );
        const failed = own.filter(({ wrong }) => wrong.length > 0);
        expect(failed.map(lineOf).join('\n')).to.equal('');
      });
  });
});
