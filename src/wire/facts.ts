import { WireError } from './errors.ts';
import { quoted } from './shorten.ts';

/** One MLST or MLSD entry (RFC 3659 section 7.2). */
export interface Entry {
  /** fact names in lower case (they are case-insensitive), values as sent */
  readonly facts: ReadonlyMap<string, string>;
  readonly name: string;
}

/**
 * Reads `fact=value;fact=value; name`. Without any fact the line begins with the space.
 * @throws WireError
 */
export function parseEntry(line: string): Entry {
  const entry = splitEntry(line);
  if (entry.name === '') throw new WireError(`${quoted(line)} names no file`);
  return entry;
}

/** Reads an entry that may have an empty name, as that of MLST without an argument; @throws WireError */
export function splitEntry(line: string): Entry {
  const space = line.indexOf(' ');
  if (space === -1) throw new WireError(`${quoted(line)} has no space between facts and name`);
  const facts = new Map<string, string>();
  const list = line.slice(0, space);
  if (list !== '' && !list.endsWith(';'))
    throw new WireError(`${quoted(list)} does not end its last fact with a semicolon`);
  for (let from = 0, end; from < list.length; from = end + 1) {
    end = list.indexOf(';', from);
    const fact = list.slice(from, end);
    const match = FACT.exec(fact);
    if (!match) throw new WireError(`${quoted(fact)} is not fact=value`);
    facts.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return { facts, name: line.slice(space + 1) };
}

/** `name=value`, the name out of RCHAR. */
const FACT = /^([A-Za-z0-9,.:!@#$%^&()\-_+?/\\'"]+)=(.*)$/;

/** Writes an entry, facts in the order given. */
export function formatEntry(facts: Iterable<readonly [string, string]>, name: string): string {
  return `${[...facts].map(([fact, value]) => `${fact}=${value};`).join('')} ${name}`;
}

/**
 * Reads `YYYYMMDDHHMMSS[.sss]`, UTC (RFC 3659 section 2.3).
 * @returns milliseconds since 1970
 * @throws WireError
 */
export function parseTime(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new WireError(`${quoted(text)} is not YYYYMMDDHHMMSS`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  // second 60 is a leap second
  if (year < 1000 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60)
    throw new WireError(`${quoted(text)} is no date and time`);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  if (time.getUTCDate() !== day)
    throw new WireError(`${quoted(text)} names a day that does not exist`);
  time.setUTCHours(hour, minute, second, Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000));
  return time.getTime();
}

/** Writes `YYYYMMDDHHMMSS`, UTC, the second rounded down. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(0, 14);
}
