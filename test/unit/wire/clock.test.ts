import { expect } from 'chai';
import { misreading } from '../../../src/wire/clock.ts';

const NOW = Date.UTC(2026, 10, 26, 20, 0, 0) / 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TABLE: readonly (readonly [what: string, seconds: number, expected: string])[] = [
  ['the time itself', 0, ''],
  ['a clock that is three seconds slow', -3, ''],
  ['a clock that is ten minutes fast', 10 * MINUTE, ''],
  ['a clock that is a quarter of an hour slow', -15 * MINUTE, ''],
  ['a clock that was never set', -20 * 365.25 * DAY, ''],
  ['a clock that is 100 minutes fast', 100 * MINUTE, ''],
  ['local time in Berlin', 1 * HOUR, '1 h 0 min ahead, as a time zone is'],
  [
    'local time in New York, some seconds later',
    -5 * HOUR - 20,
    '5 h 0 min behind, as a time zone is',
  ],
  ['local time in Kathmandu', 5.75 * HOUR, '5 h 45 min ahead, as a time zone is'],
  ['local time on the Line Islands', 14 * HOUR, '14 h 0 min ahead, as a time zone is'],
  ['the month before', -31 * DAY, '31 days behind'],
  ['a clock that is a day fast', DAY, ''],
  ['a year ago', -365 * DAY, '365 days behind'],
];

describe('a time that is known to be now', () => {
  for (const [what, off, expected] of TABLE)
    it(`${what}: ${expected || 'nothing is wrong with it'}`, () =>
      expect(misreading(NOW + off, NOW)).to.equal(expected));
});
