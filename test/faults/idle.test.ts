import { expect } from 'chai';
import type { RunResult } from '../../src/runner/results.ts';
import { sideBySide, wholeSuite } from '../support/play-embedded.ts';
import { playFaulty } from './matrix.ts';

/** Nothing here waits for the clock; this is only for a busy machine. */
const GENEROUS_MS = 20 * 60_000;

/** Commands that are answered as done and do nothing: the fault, the command, and the scenarios that fail by it. */
const IDLE: readonly (readonly [fault: string, verb: string, failing: readonly string[]])[] = [
  ['cwd-does-nothing', 'CWD', ['navigation/made-and-entered']],
  ['mkd-makes-nothing', 'MKD', ['navigation/made-and-entered']],
  [
    'mkd-not-made',
    'MKD',
    ['navigation/made-and-entered', 'navigation/mkd', 'navigation/relative-and-absolute'],
  ],
  ['type-sets-nothing', 'TYPE', ['parameters/image-changes-nothing']],
  ['stor-not-kept', 'STOR', ['transfer/stor-creates']],
  ['stor-changes-nothing', 'STOR', ['transfer/stor-replaces']],
  ['appe-adds-nothing', 'APPE', ['transfer/appe-adds', 'transfer/appe-creates']],
  ['dele-keeps-file', 'DELE', ['navigation/dele']],
  ['rmd-removes-nothing', 'RMD', ['navigation/rmd']],
  ['rnto-does-nothing', 'RNTO', ['navigation/rename']],
  ['rest-does-nothing', 'REST', ['restart/download-from-offset', 'restart/download-from-the-end']],
];

describe('a command that is answered as done and does nothing', function () {
  this.timeout(GENEROUS_MS);
  const subject = wholeSuite();
  let results: ReadonlyMap<string, RunResult> = new Map();
  before(async () => {
    const played = await sideBySide(IDLE, 6, async ([fault]) => {
      return [fault, await playFaulty(subject, subject.scenarios, [fault])] as const;
    });
    results = new Map(played);
  });

  for (const [fault, verb, failing] of IDLE) {
    it(`fails what tests it, and nothing else: ${fault}`, () => {
      const { scenarios = [], stopped } = results.get(fault) ?? {};
      const red = scenarios.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
      expect(red.map(({ id }) => id)).to.have.members(failing);
      expect(stopped).to.equal(undefined);
    });

    it(`is the cause that leaves the others not judged: ${fault}`, () => {
      const causes = results.get(fault)?.notJudged.map(({ cause }) => cause);
      expect(causes).to.include(`${verb} is answered as done and does nothing`);
    });
  }
});
