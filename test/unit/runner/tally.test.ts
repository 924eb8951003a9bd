import { expect } from 'chai';
import { Transcript } from '../../../src/client/transcript.ts';
import { TALLY } from '../../../src/runner/limits.ts';
import { Tally } from '../../../src/runner/tally.ts';
import { catalogue } from '../../support/scripts.ts';

describe('the tally of the wire rules', () => {
  it('keeps only so many problems of a rule, and counts the others', () => {
    const line = { bytes: Buffer.from('200 A\n'), text: '200 A' };
    const reply = { code: 200, lines: [line], text: 'A' };
    const count = TALLY.problems + 50;
    const events = Array.from({ length: count }, () => ({ kind: 'reply', reply, ms: 0 }) as const);
    const dialogue = { connection: 'main', events, openReply: undefined, finished: false };
    const tally = new Tally(catalogue.replies);
    tally.add('t/a', { dialogues: [dialogue], data: [] }, new Transcript([]));
    const rule = tally.results().find(({ id }) => id === 'rules/line-ends');
    expect(rule?.problems).to.have.length(TALLY.problems);
    expect(rule).to.include({ unlisted: 50, exchanges: count, outcome: 'fail' });
  });
});
