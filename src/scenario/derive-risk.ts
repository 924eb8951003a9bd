import { commandsOf, type SpelledLine, spelledLines } from './command-lines.ts';
import type { Risk } from './risks.ts';
import type { Content, Script, Step } from './schema.ts';

/**
 * Commands that could change something that stays, on some server, lawful or broken, and whoever is logged in: files
 * and directories, their times and modes, mounted file systems (SMNT), letters (RFC 765), and whatever SITE offers.
 * Harmless without one of these are ALLO, which only asks for room, and REIN, REST and OPTS, which change a session.
 */
const WRITING = [
  'MKD',
  'XMKD',
  'RMD',
  'XRMD',
  'STOR',
  'STOU',
  'APPE',
  'DELE',
  'RNFR',
  'RNTO',
  'MFMT',
  'MFCT',
  'MFF',
  'COMB',
  'SITE',
  'SMNT',
  'MAIL',
  'MLFL',
  'MSND',
  'MSOM',
  'MSAM',
  'XSEN',
  'XSEM',
  'XMAS',
];

/** Bytes on the control connection that a server can only take for an attack. */
const LONGEST_POLITE = 4096;
/** More control connections than an ordinary client opens. */
const MOST_CONNECTIONS = 4;

/** All steps of a script, nested ones too, with how often each is played. */
export function allSteps(script: Script): { step: Step; times: number }[] {
  return playsOf([...(script.setup ?? []), ...script.steps, ...(script.cleanup ?? [])]);
}

/** Steps with those nested in them, and how often each is played. */
export function playsOf(steps: readonly Step[], times = 1): { step: Step; times: number }[] {
  return steps.flatMap((step) => [
    { step, times },
    ...playsOf(nested(step), times * repetitions(step)),
  ]);
}

function nested(step: Step): readonly Step[] {
  if ('if' in step) return [...step.then, ...(step.else ?? [])];
  if ('repeat' in step || 'for-each' in step) return step.steps;
  return [];
}

function repetitions(step: Step): number {
  if ('repeat' in step) return step.repeat;
  return 'for-each' in step && Array.isArray(step['for-each']) ? step['for-each'].length : 1;
}

/** What a script can do to a server, whatever that does: by its steps, not by who plays them. */
export function deriveRisk(script: Script): Risk {
  const plays = allSteps(script);
  const lines = spelledLines(plays.map(({ step }) => step));
  return intrudes(plays, lines) ? 'intrusive' : writes(script, plays, lines) ? 'writes' : 'safe';
}

function intrudes(plays: ReturnType<typeof allSteps>, lines: readonly SpelledLine[]): boolean {
  const opened = plays.reduce((sum, { step, times }) => ('connect' in step ? sum + times : sum), 1);
  // A wrong password is an attempt to break in only where a user was named before it.
  const guesses = lines.some(({ text }) => /^USER /i.test(text)) && lines.some(isGuess);
  return (
    opened > MOST_CONNECTIONS ||
    guesses ||
    plays.some(
      ({ step }) =>
        commandsOf(step).some((line) => line.length > LONGEST_POLITE) ||
        ('raw' in step && contentSize(step.raw) > LONGEST_POLITE) ||
        ('login' in step && step.password !== undefined && step.password !== '${password}'),
    )
  );
}

/** Whether a line tries a password that nobody has given. */
function isGuess({ text }: SpelledLine): boolean {
  return /^PASS (?!\$\{((another|anonymous)\.)?password\}$)./i.test(text);
}

function writes(
  { files, needs }: Script,
  plays: ReturnType<typeof allSteps>,
  lines: readonly SpelledLine[],
): boolean {
  return (
    needs.includes('writable-dir') ||
    Object.keys(files).length > 0 ||
    plays.some(({ step }) => 'upload' in step) ||
    lines.some(mayWrite)
  );
}

/** Whether a line is, or may become with what follows it, one that changes something. */
function mayWrite({ text, isWhole }: SpelledLine): boolean {
  const { verb, argument } = takenApart(text);
  // Nobody knows what a value will spell.
  if (verb.includes('$')) return true;
  if (verb === 'SITE' && /^HELP\b/i.test(argument ?? '')) return false;
  // Servers have taken two arguments as a time to set.
  if (verb === 'MDTM' && /^\d{14}\S*\s+\S/.test(argument ?? '')) return true;
  // Some read no more than four letters; and the rest of a verb may come in another segment.
  const isCut = !isWhole && argument === undefined && verb !== '';
  return WRITING.some((one) => verb.startsWith(one) || (isCut && one.startsWith(verb)));
}

/** The verb in capitals, and what follows it. Bytes that are no letters are what servers overlook. */
function takenApart(line: string): {
  readonly verb: string;
  readonly argument: string | undefined;
} {
  const clean = line.replace(/[^\x20-\x7e\t]/g, '').replace(/^[^A-Za-z$]+/, '');
  const end = clean.search(/\s/);
  return end === -1
    ? { verb: clean.toUpperCase(), argument: undefined }
    : { verb: clean.slice(0, end).toUpperCase(), argument: clean.slice(end + 1).trim() };
}

function contentSize(content: Content): number {
  if (Array.isArray(content)) return content.reduce((sum, piece) => sum + contentSize(piece), 0);
  if (typeof content === 'string') return content.length;
  if ('bytes' in content) return content.bytes.length;
  if ('repeat' in content) return content.repeat.length * content.times;
  return content.random;
}
