import type { Risk } from './risks.ts';
import type { Content, Script, Step } from './schema.ts';

/** Commands that change the file store. */
const WRITING = /^(X?MKD|X?RMD|STOR|STOU|APPE|DELE|RNFR|RNTO|MFMT|MFCT|MFF|SITE (CHMOD|UTIME))\b/i;

/** Bytes on the control connection that a server can only take for an attack. */
const LONGEST_POLITE = 4096;
/** More control connections than an ordinary client opens. */
const MOST_CONNECTIONS = 4;

/** All steps of a script, nested ones too, with how often each is played. */
export function allSteps(script: Script): { step: Step; times: number }[] {
  const walk = (steps: readonly Step[], times: number): { step: Step; times: number }[] =>
    steps.flatMap((step) => [{ step, times }, ...walk(nested(step), times * repetitions(step))]);
  return walk([...(script.setup ?? []), ...script.steps, ...(script.cleanup ?? [])], 1);
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

/** The command lines a step sends. */
export function commandsOf(step: Step): readonly string[] {
  if ('send' in step) return typeof step.send === 'string' ? [step.send] : step.send;
  if ('download' in step) return [step.download];
  if ('upload' in step) return [step.upload];
  return [];
}

/** What a script can do to a server, by its steps. Writing verbs write only for somebody logged in. */
export function deriveRisk(script: Script): Risk {
  const plays = allSteps(script);
  const steps = plays.map(({ step }) => step);
  const lines = steps.flatMap(linesOf).flatMap((line) => spelledOut(line, steps));
  return intrudes(plays, lines) ? 'intrusive' : writes(script, steps, lines) ? 'writes' : 'safe';
}

function intrudes(plays: ReturnType<typeof allSteps>, lines: readonly string[]): boolean {
  const opened = plays.reduce((sum, { step, times }) => ('connect' in step ? sum + times : sum), 1);
  // A wrong password is an attempt to break in only where a user was named before it.
  const guesses = lines.some((line) => /^USER /i.test(line)) && lines.some(isGuess);
  return (
    opened > MOST_CONNECTIONS ||
    guesses ||
    lines.some((line) => line.length > LONGEST_POLITE) ||
    plays.some(
      ({ step }) =>
        ('raw' in step && contentSize(step.raw) > LONGEST_POLITE) ||
        ('login' in step && step.password !== undefined && step.password !== '${password}'),
    )
  );
}

/** Whether a line tries a password that nobody has given. */
function isGuess(line: string): boolean {
  return /^PASS (?!\$\{((another|anonymous)\.)?password\}$)./i.test(line);
}

function writes(script: Script, steps: readonly Step[], lines: readonly string[]): boolean {
  if (Object.keys(script.files).length > 0) return true;
  const logsIn =
    script.needs.includes('login') ||
    script.start === 'logged-in' ||
    steps.some((step) => 'login' in step || ('connect' in step && step.start === 'logged-in')) ||
    lines.some((line) => /^PASS /i.test(line));
  return logsIn && lines.some((line) => WRITING.test(line));
}

/** Command lines, and what raw bytes spell; Telnet bytes may precede a verb. */
function linesOf(step: Step): readonly string[] {
  if (!('raw' in step)) return commandsOf(step);
  return contentText(step.raw)
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^[^A-Za-z$]+/, ''));
}

/** A line whose verb is a value, with each text that the script gives that name. */
function spelledOut(line: string, steps: readonly Step[]): string[] {
  const name = /^\$\{(\w+)\}/.exec(line)?.[1];
  if (name === undefined) return [line];
  const rest = line.slice(name.length + 3);
  const verbs = steps.flatMap((step): readonly (string | number)[] => {
    if ('for-each' in step && step.as === name && Array.isArray(step['for-each']))
      return step['for-each'];
    return 'set' in step ? [step.set[name] ?? ''] : [];
  });
  return verbs.map((verb) => `${verb}${rest}`);
}

function contentText(content: Content): string {
  if (Array.isArray(content)) return content.map(contentText).join('');
  if (typeof content === 'string') return content;
  if ('bytes' in content) return content.bytes;
  return 'repeat' in content ? content.repeat : '';
}

function contentSize(content: Content): number {
  if (Array.isArray(content)) return content.reduce((sum, piece) => sum + contentSize(piece), 0);
  if (typeof content === 'string') return content.length;
  if ('bytes' in content) return content.bytes.length;
  if ('repeat' in content) return content.repeat.length * content.times;
  return content.random;
}
