import { parseCommand } from '../wire/command.ts';
import { speller } from './command-lines.ts';
import { playsOf } from './derive-risk.ts';
import { normalise } from './match-reply.ts';
import type { Expected, Need, Script, Step } from './schema.ts';

/**
 * What a command needs: that it does what it is for, and where it changes something, that the account may (RFC 959
 * section 5.4: 550, 553, 532).
 */
const GRANTS: Readonly<Record<string, Need>> = {
  STOR: 'uploads',
  STOU: 'uploads',
  APPE: 'uploads',
  RETR: 'downloads',
  LIST: 'listings',
  NLST: 'listings',
  MLSD: 'listings',
  MLST: 'listings',
  RNFR: 'renaming',
  RNTO: 'renaming',
  DELE: 'removing-files',
  RMD: 'removing-directories',
  XRMD: 'removing-directories',
  MKD: 'making-directories',
  XMKD: 'making-directories',
  TYPE: 'types',
  REST: 'restarting',
};
const WRITING_OVER: Readonly<Record<string, Need>> = { STOR: 'overwriting', APPE: 'appending' };
const POLICY = /^(?:[45]yz|450|53\d|55[0-4])$/;
const NAMING = ['CWD', 'RETR', ...Object.keys(GRANTS).filter((verb) => verb !== 'TYPE')];

/**
 * What a script needs that some policy may refuse, or that may do nothing, as its steps show: those that want success of
 * it. What is refused as expected needs no permission.
 */
export function deriveNeeds({ files, setup, steps }: Script): Need[] {
  const plays = playsOf([...(setup ?? []), ...steps]).map(({ step }) => step);
  const linesOf = speller(plays);
  const there = new Set(Object.keys(files));
  const found = new Set<Need>(there.size > 0 ? ['uploads'] : []);
  if ([...there].some(hasSpace)) found.add('spaces-in-names');
  if (plays.some((step) => 'rest' in step && step.rest !== undefined)) found.add('restarting');
  for (const { text } of plays.filter(wantsSuccess).flatMap(linesOf)) {
    const { verb, argument = '' } = parseCommand(text);
    const grant = GRANTS[verb];
    if (grant !== undefined) found.add(grant);
    const over = WRITING_OVER[verb];
    if (over !== undefined && there.has(argument)) found.add(over);
    if (over !== undefined) there.add(argument);
    if (NAMING.includes(verb) && hasSpace(argument)) found.add('spaces-in-names');
  }
  return [...found];
}

/** Whether success passes and a policy does not, in every reply that the step expects. */
function wantsSuccess(step: Step): boolean {
  if ('upload' in step || 'download' in step)
    return isSuccess(step.preliminary) && isSuccess(step.expect);
  if (!('send' in step || 'raw' in step)) return false;
  const expected = step['in-order'] ?? (step.expect === undefined ? [] : [step.expect]);
  return expected.length > 0 && expected.every(isSuccess);
}

function isSuccess(expected: Expected | undefined): boolean {
  if (expected === undefined) return true;
  const codes = [normalise(expected).pass ?? []].flat().map(String);
  return codes.some((code) => /^[123]/.test(code)) && !codes.some((code) => POLICY.test(code));
}

/** A space within a name; one at its end, or at its beginning, is another matter. */
function hasSpace(name: string): boolean {
  return /\S +\S/.test(name.replace(/\$\{[^}]*\}/g, 'x'));
}
