import { AssertionError, expect, use } from 'chai';
import { ftpspecChai } from '../../../src/library/chai.ts';
import { failure, mixed, scenario } from '../report/fixtures.ts';

use(ftpspecChai);

/** Code and text that are asked for of a reply, and whether it has them. */
const REPLIES: readonly (readonly [
  string,
  number | undefined,
  RegExp | string | undefined,
  boolean,
])[] = [
  ['220 Ready.\r\n', undefined, undefined, true],
  ['220 Ready.\r\n', 220, undefined, true],
  ['220 Ready.\r\n', 220, 'Ready', true],
  ['220 Ready.\r\n', 220, /^220 R/g, true],
  ['211-Features:\r\n SIZE\r\n211 End\r\n', 211, /^ SIZE$/m, true],
  ['220 Ready.\r\n', 221, undefined, false],
  ['220 Ready.\r\n', 220, 'Bye', false],
  ['220 Ready.', undefined, undefined, false],
  ['211-Features:\r\n', undefined, undefined, false],
  ['220 One.\r\n220 Two.\r\n', undefined, undefined, false],
  ['Ready.\r\n', undefined, undefined, false],
];

describe('the assertions for chai', () => {
  for (const [raw, code, text, holds] of REPLIES)
    it(`${holds ? 'take' : 'refuse'} ${JSON.stringify(raw)} as a reply ${code ?? ''} ${String(text ?? '')}`, () => {
      const yes = () => expect(raw).to.be.a.reply(code, text);
      const no = () => expect(raw).to.not.be.a.reply(code, text);
      expect(holds ? no : yes).to.throw(AssertionError);
      (holds ? yes : no)();
    });

  it('find commands and replies in a transcript, each in its own direction', () => {
    const played = scenario({
      transcript: ['0.002 main > STOR a\\r\\n', '0.003 main < 226 Stored.\\r\\n'],
    });
    expect(played)
      .to.have.sent('STOR a')
      .and.received(/^226 .*\.$/);
    expect(played).to.not.have.sent('226');
    expect(() => expect(played).to.have.received('STOR')).to.throw(AssertionError, '226 Stored.');
  });

  it('tell what does not conform', () => {
    expect(scenario({})).to.conform();
    expect(failure()).to.not.conform();
    expect(() => expect(mixed()).to.conform()).to.throw(
      AssertionError,
      'transfer/abort: the set-up',
    );
  });
});
