import { expect } from 'chai';
import type { Records } from '../../../src/client/records.ts';
import { Transcript } from '../../../src/client/transcript.ts';
import { TALLY } from '../../../src/runner/limits.ts';
import { rulesSeen, Tally } from '../../../src/runner/tally.ts';
import { catalogue } from '../../support/scripts.ts';
import { records } from '../rules/dialogues.ts';

function seenIn(heard: Records) {
  return rulesSeen('t/a', heard, new Transcript([]), catalogue.replies);
}

describe('the tally of the wire rules', () => {
  it('keeps only so many problems of a rule, and counts the others', () => {
    const line = { bytes: Buffer.from('200 A\n'), text: '200 A' };
    const reply = { code: 200, lines: [line], text: 'A' };
    const count = TALLY.problems + 50;
    const events = Array.from({ length: count }, () => ({ kind: 'reply', reply, ms: 0 }) as const);
    const dialogue = { connection: 'main', events, openReply: undefined, finished: false };
    const tally = new Tally();
    tally.add(seenIn({ dialogues: [dialogue], data: [] }));
    const rule = tally.results().find(({ id }) => id === 'rules/line-ends');
    expect(rule?.problems).to.have.length(TALLY.problems);
    expect(rule).to.include({ unlisted: 50, exchanges: count, outcome: 'fail' });
  });

  it('forgets a command that seemed to be missing, where it turns out to be known', () => {
    const outcome = (...dialogues: readonly (readonly string[])[]) => {
      const tally = new Tally();
      for (const lines of dialogues) tally.add(seenIn(records({ lines })));
      return tally.results().find(({ id }) => id === 'rules/minimum-is-known')?.outcome;
    };
    const begin = ['< 220 A', '> USER a', '< 230 A'];
    expect(outcome([...begin, '> MKD a', '< 502 A'])).to.equal('fail');
    expect(outcome([...begin, '> MKD a', '< 502 A'], [...begin, '> MKD b', '< 550 A'])).to.equal(
      'pass',
    );
  });
});
