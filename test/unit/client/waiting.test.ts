import { expect } from 'chai';
import { Timeout } from '../../../src/client/failures.ts';
import { Changes, within } from '../../../src/client/waiting.ts';

describe('a wait', () => {
  it('whose time is no number ends at once', async () => {
    const waited = await new Changes()
      .until(() => undefined, NaN, 'a change')
      .catch((error: unknown) => error);
    expect(waited).to.be.instanceOf(Timeout);
  });

  it('that is longer than a timer takes is as long as a timer takes', async () => {
    const soon = new Promise<string>((resolve) => setTimeout(resolve, 20, 'it'));
    expect(await within(soon, Infinity, 'it')).to.equal('it');
  });
});
