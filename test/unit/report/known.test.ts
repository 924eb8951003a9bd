import { expect } from 'chai';
import { REPORTERS } from '../../../src/report/index.ts';
import type { ReporterName } from '../../../src/report/names.ts';
import { failure, mixed, rule, run, scenario } from './fixtures.ts';
import { capture, play } from './output.ts';

/** How each reporter shows what a ledger knows. */
const SHOWN: Readonly<Record<ReporterName, RegExp>> = {
  pretty: /^~ fail {2}passive\/known: an old bug$/m,
  dots: /^~ fail {2}passive\/known: an old bug$/m,
  quiet: /^✓ conforms, but for what is known: 1 passed, 2 known, of 3: /,
  tap: /^not ok 1 - \S+ passive\/known # TODO an old bug$/m,
  github: /^\S+: ✓ conforms, but for what is known: 1 passed, 2 known, of 3$/m,
  junit: /<skipped message="known: an old bug">/,
  json: /"reason": "an old bug"/,
  html: /<span class="outcome known">~ known<\/span>[^]*?known \(fail\): an old bug/,
  metrics: /^ftpspec_results\{[^}]*outcome="known"\} 2$/m,
  events: /"known":\{"reason":"an old bug"/,
};

/** How one would show a failure. */
const FAILURE = /does not conform|^Failures|^::error|^::group|<failure|class="outcome fail"/m;

describe('what a ledger knows', () => {
  const known = { reason: 'an old bug', line: 3, requirement: undefined, issue: undefined };
  const scenarios = [
    failure({ id: 'passive/known', known }),
    scenario({ id: 'passive/warns', outcome: 'warn', known }),
  ];
  const result = run({ scenarios, rules: [rule()] });
  const printed = async (name: ReporterName, one = result) => {
    const { context, text } = capture();
    await play(REPORTERS[name].run(context), [one]);
    return text();
  };

  for (const name of Object.keys(SHOWN) as ReporterName[])
    it(`is no failure and no warning to ${name}`, async () => {
      expect(await printed(name))
        .to.match(SHOWN[name])
        .and.not.match(FAILURE);
    });

  it('is no part of the last lines on failures', async () => {
    const both = mixed({ scenarios: [...mixed().scenarios, ...scenarios] });
    const [, last = ''] = (await printed('pretty', both)).split(/^seed .*$/m);
    expect(last).to.include('✗ passive/failed').and.not.include('passive/known');
  });
});
