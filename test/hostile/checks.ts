import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { ACCOUNT } from './account.ts';
import type { Behaviour } from './behaviour.ts';
import type { Played } from './drive.ts';

/** MiB that may be resident at most. */
const MOST_MEMORY = { run: 250, diagnose: 150 };
const MOST_BYTES = 8 * 1024 * 1024;
/** Exit statuses that say something about the target or the call. */
const STATUSES: readonly (number | null)[] = [0, 1, 2, 3, 4];
const INCOMPLETE: readonly (number | null)[] = [1, 3, 4];

/** What is wrong, as a short sentence; undefined where it is as it should be. */
type Check = (played: Played, behaviour: Behaviour) => string | undefined;

const CHECKS: readonly Check[] = [
  ({ overdue, boundSeconds }) => (overdue ? `had no end within ${boundSeconds} s` : undefined),
  ({ overdue, status, signal }) =>
    overdue || STATUSES.includes(status) ? undefined : `ended by ${signal ?? `status ${status}`}`,
  ({ console }) =>
    /internal error/.test(console) ? `internal error (${thrown(console)})` : undefined,
  ({ console, junit, json }) =>
    [console, junit, json].some((text) => STACK.test(text ?? '')) ? 'a stack trace' : undefined,
  ({ console }) => (/^\(node:\d+\)/m.test(console) ? 'a warning of Node' : undefined),
  ({ peak, drive }) => {
    const most = MOST_MEMORY[drive.command];
    return peak > most ? `${Math.round(peak)} MB of ${most} MB of memory` : undefined;
  },
  ({ overdue, junit }) => (overdue ? undefined : wrongJUnit(junit)),
  ({ overdue, json }) => (overdue ? undefined : wrongJson(json)),
  ({ status, junit }) =>
    INCOMPLETE.includes(status) && junit !== undefined && !/<(?:failure|error)[\s>]/.test(junit)
      ? `status ${status} and a green junit.xml`
      : undefined,
  (played) => tooLong('the console', played.consoleBytes),
  ({ junit }) => tooLong('junit.xml', Buffer.byteLength(junit ?? '')),
  ({ json }) => tooLong('results.json', Buffer.byteLength(json ?? '')),
  ({ console }) => secretIn('the console', console),
  ({ junit }) => secretIn('junit.xml', junit),
  ({ json }) => secretIn('results.json', json),
  ({ console }) => rawIn('the console', console),
  ({ junit }) => rawIn('junit.xml', junit),
  ({ json }) => rawIn('results.json', json),
  ({ junit }) =>
    /<evil\b|<!DOCTYPE|<!ENTITY|<\?evil/i.test(junit ?? '') ? 'markup in junit.xml' : undefined,
  ({ console, drive }) => commandIn(console, drive.args.includes('github')),
  ({ console }) => (/^\s*Bail out! EVIL/m.test(console) ? 'a directive of TAP' : undefined),
  ({ server: { strayed } }) =>
    strayed.length > 0 ? `files of the user: ${strayed.slice(0, 3).join(', ')}` : undefined,
  ({ overdue, server }, { leaves }) =>
    overdue || leaves !== undefined ? undefined : leftIn(server.left),
];

/** All that is wrong with a play. */
export function complaints(played: Played, behaviour: Behaviour): string[] {
  return CHECKS.flatMap((check) => check(played, behaviour) ?? []);
}

/** `at name (file:1:2)`, with or without the name. */
const STACK = /^\s+at (?:.*\()?(?:file:|node:|\/).*:\d+:\d+\)?$/m;

function thrown(console: string): string {
  return (/internal error[^\n]*\n([^\n]*)/.exec(console)?.[1] ?? '').slice(0, 100);
}

function wrongJUnit(junit: string | undefined): string | undefined {
  if (junit === undefined) return 'no junit.xml';
  try {
    XmlDocument.fromString(junit, { option: ParseOption.XML_PARSE_HUGE }).dispose();
    return undefined;
  } catch (error) {
    return `junit.xml is not well-formed: ${messageOf(error)}`;
  }
}

function wrongJson(json: string | undefined): string | undefined {
  if (json === undefined) return 'no results.json';
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return `results.json cannot be read: ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return String(error).trim().slice(0, 100);
}

function tooLong(name: string, bytes: number): string | undefined {
  return bytes > MOST_BYTES ? `${name} has ${(bytes / 1024 / 1024).toFixed(1)} MB` : undefined;
}

/** The password as it is, and as it is behind every encoding that a reader would undo. */
function secretIn(name: string, whole = ''): string | undefined {
  const { password } = ACCOUNT;
  // What is longer is complained of anyway.
  const text = whole.slice(0, MOST_BYTES);
  const base64 = Buffer.from(password).toString('base64');
  const readings = [text, unpercent(text), unescaped(text), unpercent(unescaped(text))];
  const shown = text.includes(base64) || readings.some((one) => one.includes(password));
  return shown ? `the password in ${name}` : undefined;
}

/** Percent-encoded bytes undone, whatever is round them. */
function unpercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** What JSON and XML escape, undone. */
function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_all, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    .replace(/&#x([0-9a-f]{1,4});/gi, (_all, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    .replace(/\\(["\\/])/g, '$1');
}

/** Controls but line feed and tab, and characters that turn or hide text. */
const RAW = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/u;

function rawIn(name: string, text = ''): string | undefined {
  const found = RAW.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${found.charCodeAt(0).toString(16).padStart(4, '0')} in ${name}`;
}

/** Commands that are wanted: annotations, and a group for each failure. */
const OURS = /^::(?:(?:error|warning) (?:file|title)=[^:]*::|group::\w+ {2}[\w/-]+$|endgroup::$)/;

/** GitHub's runner takes `::` at the beginning of a line and `##[` anywhere. */
function commandIn(console: string, annotating: boolean): string | undefined {
  const lines = console.split(/[\n\r\v\f\u0085\u2028]/);
  const found = lines.find((line) => {
    if (/##\[\w/.test(line)) return true;
    if (!/^\s*::/.test(line)) return false;
    return !annotating || !OURS.test(line);
  });
  return found === undefined ? undefined : `a workflow command: ${found.trim().slice(0, 60)}`;
}

function leftIn(left: readonly string[]): string | undefined {
  const [first] = left;
  return first === undefined ? undefined : `${left.length} names of its own left, such as ${first}`;
}
