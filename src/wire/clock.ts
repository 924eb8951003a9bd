const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far two clocks that are both right may be apart, with what lies between an event and the look at it. */
const NEAR = 45;
/** A month or a year, in days: what a calendar that counts them wrongly is off by. */
const CALENDARS = [28, 29, 30, 31, 365, 366];
/** Offsets of time zones from UTC that are no whole half hours, in minutes, with summer time. */
const QUARTERS = [345, 525, 765, 825];

/**
 * What is wrong with a time of which it is known that it is now: a time zone or the calendar, but not a clock that is
 * merely fast or slow, which is nobody's fault.
 * @param time, now in seconds since 1970
 * @returns `2 h 0 min ahead, as a time zone is`, `31 days behind`; empty where nothing is
 */
export function misreading(time: number, now: number): string {
  const off = Math.abs(time - now);
  const side = time > now ? 'ahead' : 'behind';
  const days = Math.round(off / DAY);
  if (CALENDARS.includes(days) && Math.abs(off - days * DAY) <= NEAR) return `${days} days ${side}`;
  const minutes = zones.find((zone) => Math.abs(off - zone * MINUTE) <= NEAR);
  if (minutes === undefined) return '';
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min ${side}, as a time zone is`;
}

/** From half an hour to fourteen hours. */
const zones = [...Array.from({ length: 28 }, (_, index) => (index + 1) * 30), ...QUARTERS];
