import type { Reply } from '../wire/reply.ts';
import { quotedBytes } from '../wire/shorten.ts';
import { matches } from './patterns.ts';
import type { Expectation, Expected } from './schema.ts';

/** What a reply means for the scenario. `warn` and `fail` say why. */
export interface ReplyMatch {
  readonly outcome: 'pass' | 'warn' | 'warn-and-done' | 'done' | 'skip' | 'fail' | 'mismatch';
  readonly expected: string;
  readonly actual: string;
}

type CodeList = NonNullable<Expectation['pass']>;

const LISTS = ['fail', 'skip', 'done', 'warn-and-done', 'warn', 'pass'] as const;

/** The long form of an expectation. */
export function normalise(expected: Expected): Expectation {
  if (typeof expected === 'object' && !Array.isArray(expected)) return expected;
  return { pass: expected };
}

/**
 * Judges a reply. A code in no list is a mismatch; where only its last two digits differ from an accepted one, or
 * from a refusal that is tolerated, it is a warning, as whether the command may draw it at all is the rules' question.
 */
export function matchReply(reply: Reply, expected: Expected): ReplyMatch {
  const wanted = normalise(expected);
  const match = (outcome: ReplyMatch['outcome']): ReplyMatch => ({
    outcome,
    expected: describeExpectation(wanted),
    actual: describeReply(reply),
  });
  const listed = narrowestList(wanted, reply.code);
  const restricts = LISTS.some((list) => wanted[list] !== undefined);
  if (listed === undefined && restricts) return match(nearlyListed(wanted, reply.code));
  if (listed === 'fail' || listed === 'skip') return match(listed);
  const endsHere = listed?.endsWith('done') === true;
  return (
    mismatchedText(reply, wanted, endsHere ? 'warn-and-done' : 'warn') ?? match(listed ?? 'pass')
  );
}

/**
 * What is wrong with the lines and text of a reply whose code will do; undefined where nothing is.
 * @param warning what a `warn-text` that does not match amounts to
 */
function mismatchedText(
  reply: Reply,
  wanted: Expectation,
  warning: 'warn' | 'warn-and-done',
): ReplyMatch | undefined {
  const { shape, text, 'not-text': notText, 'warn-text': warnText, because } = wanted;
  const actual = describeReply(reply);
  const fits = (pattern: string): boolean => matches(pattern, wholeText(reply));
  if (shape !== undefined && (shape === 'single-line') !== (reply.lines.length === 1))
    return { outcome: 'mismatch', expected: `a ${shape} reply`, actual };
  const expected = `${acceptedReply(wanted)}: ${because ?? ''}`;
  if ((text !== undefined && !fits(text)) || (notText !== undefined && fits(notText)))
    return { outcome: 'mismatch', expected, actual };
  if (warnText !== undefined && !fits(warnText)) return { outcome: warning, expected, actual };
  return undefined;
}

/** What a code in no list amounts to, by those that begin with its digit. */
function nearlyListed(wanted: Expectation, code: number): 'warn' | 'warn-and-done' | 'mismatch' {
  const near = (list: CodeList | undefined): boolean =>
    codesOf(list).some((one) => one.startsWith(String(code)[0] ?? ''));
  const isRefusal = code >= 400;
  if (near(wanted.pass)) return 'warn';
  if (near(wanted.done)) return 'warn-and-done';
  if (isRefusal && near(wanted.warn)) return 'warn';
  if (isRefusal && near(wanted['warn-and-done'])) return 'warn-and-done';
  return 'mismatch';
}

/** `a reply 227 or 2yz; 500 or 502 where not offered`. */
export function describeExpectation(wanted: Expectation): string {
  const tolerated = [...codesOf(wanted.warn), ...codesOf(wanted['warn-and-done'])];
  const parts: string[] = [];
  if (wanted.pass !== undefined || wanted.done !== undefined) parts.push(acceptedReply(wanted));
  if (tolerated.length > 0) parts.push(`${orList(tolerated)} tolerated`);
  if (wanted.skip !== undefined) parts.push(`${orList(codesOf(wanted.skip))} where not offered`);
  if (wanted.close === 'pass' || wanted.close === 'done') parts.push('or a closed connection');
  else if (wanted.close !== undefined) parts.push('a closed connection tolerated');
  return parts.length === 0 ? 'a reply' : parts.join('; ');
}

/** `a reply 227 or 2yz` */
function acceptedReply({ pass, done }: Expectation): string {
  return `a reply ${orList([...codesOf(pass), ...codesOf(done)])}`.trimEnd();
}

/** The reply as it came, its line ends visible, long ones shortened. */
export function describeReply(reply: Reply): string {
  const shown = quotedBytes(
    reply.lines.map((line) => line.bytes),
    300,
  );
  return reply.code === 0 ? `a line that is no reply: ${shown}` : shown;
}

/** All lines with \n between. */
export function wholeText(reply: Reply): string {
  return reply.lines.map((line) => line.text).join('\n');
}

/** The list that says most exactly what a code means: `553` counts before `55z`, and that before `5yz`. */
function narrowestList(wanted: Expectation, code: number): (typeof LISTS)[number] | undefined {
  return [/^\d+$/, /^\d\dz$/, /^\dyz$/]
    .map((width) =>
      LISTS.find((list) =>
        codesOf(wanted[list]).some((pattern) => width.test(pattern) && stands(pattern, code)),
      ),
    )
    .find((list) => list !== undefined);
}

/** Whether `227`, `22z` or `2yz` stands for a code. */
function stands(pattern: string, code: number): boolean {
  return new RegExp(`^${pattern.replace(/[yz]/g, '\\d')}$`).test(String(code));
}

function codesOf(list: CodeList | undefined): string[] {
  if (list === undefined) return [];
  return (Array.isArray(list) ? list : [list]).map(String);
}

function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
