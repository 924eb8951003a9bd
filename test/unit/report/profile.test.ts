import { expect } from 'chai';
import { PLAIN } from '../../../src/report/common/style.ts';
import { profileLines, profileOf } from '../../../src/report/run/profile.ts';
import { scenario } from './fixtures.ts';

const TRANSCRIPT = [
  '  0.010 main * connected to 127.0.0.1:21 in 10 ms',
  '  0.030 main < 220 ready\\r\\n',
  '  0.035 main > AUTH TLS\\r\\n',
  '  0.055 main < 234 go on\\r\\n',
  '  0.095 main * TLSv1.3 established in 40 ms',
  '  2.095 main > NOOP\\r\\n',
  '… 5 lines are left out',
  '  3.095 main * a reply did not come within 1 s',
  '  3.100 main * closed by the client (FIN)',
];

describe('a profile', () => {
  it('tells by what ended each silence what the time went into', () => {
    const { untold, ...profile } = profileOf({ transcript: TRANSCRIPT, durationMs: 3110 });
    const rounded = Object.entries(profile).map(([kind, ms]) => [kind, Math.round(ms)]);
    expect(Object.fromEntries(rounded)).to.deep.equal({ wire: 50, TLS: 40, waiting: 3000, us: 20 });
    expect(untold).to.equal(0);
  });

  it('shows the longest scenarios, all together, and no kind that there is not', () => {
    const slow = scenario({ id: 'a/slow', durationMs: 3110, transcript: TRANSCRIPT });
    const quick = scenario({ id: 'a/quick', durationMs: 5, transcript: [] });
    const skipped = scenario({ id: 'a/skipped', outcome: 'skip', durationMs: 1 });
    expect(profileLines({ scenarios: [quick, slow, skipped] }, PLAIN)).to.deep.equal([
      'scenario   wire    TLS  waiting     us  untold   time',
      'a/slow    50 ms  40 ms    3.0 s  20 ms    0 ms  3.1 s',
      'a/quick    0 ms   0 ms     0 ms   0 ms    5 ms   5 ms',
      'all 2     50 ms  40 ms    3.0 s  20 ms    5 ms  3.1 s',
    ]);
    expect(profileLines({ scenarios: [skipped] }, PLAIN)).to.deep.equal([]);
  });
});
