import { expect } from 'chai';
import { extentOf, notJudged, whyNothingJudged } from '../../../src/runner/not-judged.ts';
import { rule, scenario } from '../report/fixtures.ts';

const skipped = (reason: string, id = 'a/b', level: 'MUST' | 'MAY' = 'MUST') =>
  scenario({ id, level, outcome: 'skip', reason });

describe('what was not judged', () => {
  for (const [reason, cause] of [
    ['needs writable-dir: "MKD /ftpspec-1 x" draws "502 No.\\r\\n"', 'MKD is refused with 502'],
    ['needs tls: "AUTH TLS" draws "500 What?\\r\\n"', 'AUTH is refused with 500'],
    ['FEAT draws "500 What?\\r\\n"', 'FEAT is refused with 500'],
    ['needs ipv6: the target has no IPv6 address', 'needs ipv6: the target has no IPv6 address'],
    [
      'needs types: TYPE is answered as done and does nothing: behind TYPE I lines end in CRLF',
      'TYPE is answered as done and does nothing',
    ],
    [
      'needs anonymous: "PASS ****" draws "530 No."',
      'needs anonymous: "PASS ****" draws "530 No."',
    ],
  ] as const)
    it(`has the cause "${cause}"`, () =>
      expect(notJudged([skipped(reason)])).to.deep.equal([
        { cause, scenarios: ['a/b'], musts: 1 },
      ]));

  it('is grouped by cause, the most frequent first', () => {
    const groups = notJudged([
      scenario(),
      skipped('x', 'a/1'),
      skipped('FEAT draws "500 A"', 'a/2'),
      skipped('FEAT draws "500 B"', 'a/3', 'MAY'),
    ]);
    expect(groups).to.deep.equal([
      { cause: 'FEAT is refused with 500', scenarios: ['a/2', 'a/3'], musts: 1 },
      { cause: 'x', scenarios: ['a/1'], musts: 1 },
    ]);
  });

  for (const [skips, inPart] of [
    [1, false],
    [2, true],
  ] as const)
    it(`${inPart ? 'limits' : 'leaves'} the verdict with ${skips} of 10 MUSTs of one cause`, () => {
      const results = [
        ...Array.from({ length: 10 - skips }, () => scenario()),
        ...Array.from({ length: skips }, () => skipped('x')),
      ];
      expect(extentOf(results, notJudged(results), false) === 'part').to.equal(inPart);
    });

  const broken = scenario({ outcome: 'error', reason: 'no set-up' });
  for (const [what, scenarios, rules, why] of [
    ['only errors', [broken, skipped('x')], [rule()], 'nothing was judged: no set-up'],
    ['a pass beside errors', [broken, scenario()], [], undefined],
    ['a rule broken beside errors', [broken], [rule({ outcome: 'fail' })], undefined],
    ['only skips', [skipped('x')], [], undefined],
  ] as const)
    it(`is ${why === undefined ? 'not ' : ''}all with ${what}`, () =>
      expect(whyNothingJudged(scenarios, rules)).to.equal(why));
});
