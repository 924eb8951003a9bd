import { TOOL } from '../../package/tool.ts';

/** The version of the shape of what is written; a reader refuses another. */
export const FORMAT = 1;

/**
 * What JSON makes of a type: dates are ISO 8601 strings in UTC, what is absent is null.
 */
export type Json<T> = T extends Date
  ? string
  : T extends undefined
    ? null
    : T extends readonly (infer Item)[]
      ? readonly Json<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Json<T[Key]> }
        : T;

/** What was written, as it was before: null is absent, and `startedAt` a date. */
export function fromJson<T>(value: Json<T>): T {
  return revived(value) as T;
}

function revived(value: unknown, key?: string): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((one) => revived(one));
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, revived(one, name)]),
    );
  return key === 'startedAt' && typeof value === 'string' ? new Date(value) : value;
}

/** A file: `{ "format": 1, "tool": { "name", "version" }, … }`. */
export function jsonFile(parts: object): string {
  return `${inertJson(JSON.stringify({ format: FORMAT, tool: TOOL, ...parts }, nullForAbsent, 2))}\n`;
}

/** A value on one line. */
export function jsonLine(value: object): string {
  return `${inertJson(JSON.stringify(value, nullForAbsent))}\n`;
}

function nullForAbsent(_key: string, value: unknown): unknown {
  return value ?? null;
}

/**
 * JSON text that may be shown on a terminal or in the log of a CI job: what would act there is escaped, and reads back
 * as the same text.
 */
export function inertJson(json: string): string {
  return json.replace(UNSAFE, escapeUnit);
}

// JSON lets these stand as they are. A runner of CI jobs takes `##[` for a command anywhere in a line.
const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\p{Bidi_Control}]|(?<=#)#(?=\[|vso\[|teamcity\[)/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
