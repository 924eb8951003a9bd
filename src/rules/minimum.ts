import type { Exchange } from './match-replies.ts';
import { quote, type Check, type Rule } from './rule.ts';

/** A command that every server has, and how to know that an exchange with it asks for nothing unusual. */
interface Minimum {
  readonly argument: RegExp;
  /** what good servers leave out (R14), or switch off for secrecy */
  readonly severity: 'fail' | 'warn';
}

const NAME = /^[\w./-]{1,200}$/;
const NOTHING = /^$/;
const must = (argument: RegExp): Minimum => ({ argument, severity: 'fail' });
const may = (argument: RegExp): Minimum => ({ argument, severity: 'warn' });

/**
 * RFC 1123 section 4.1.2.13, but for what opens a session and for PORT and PASV, which a policy or the address family
 * may refuse with the same codes (R33, R47).
 */
const MINIMUM: Readonly<Record<string, Minimum>> = {
  TYPE: must(/^(?:A|A N|I|L 8)$/i),
  MODE: must(/^S$/i),
  STRU: must(/^F$/i),
  RETR: must(NAME),
  STOR: must(NAME),
  APPE: must(NAME),
  RNFR: must(NAME),
  RNTO: must(NAME),
  DELE: must(NAME),
  CWD: must(NAME),
  CDUP: must(NOTHING),
  RMD: must(NAME),
  MKD: must(NAME),
  PWD: must(NOTHING),
  LIST: must(NOTHING),
  NLST: must(NOTHING),
  NOOP: must(NOTHING),
  QUIT: must(NOTHING),
  ACCT: may(NAME),
  SYST: may(NOTHING),
  STAT: may(NOTHING),
  HELP: may(NOTHING),
};

const UNKNOWN = [500, 502];
/** What comes before the verb is looked at: shutting down, and what the session lacks. */
const OF_THE_SESSION = [0, 421, 530, 533];

/** What no server may leave out. */
export const MINIMUM_RULE: Rule = {
  id: 'rules/minimum-is-known',
  title: 'The commands that RFC 1123 demands are known',
  covers: [
    'RFC1123-4.1.2.13-DIR-1',
    'RFC1123-4.1.2.13-PARAM-1',
    'RFC1123-4.1.2.13-RETR-1',
    'RFC1123-4.1.2.13-STOR-1',
    'RFC1123-4.1.2.13-APPE-1',
    'RFC1123-4.1.2.13-RENAME-1',
    'RFC1123-4.1.2.13-DELE-1',
    'RFC1123-4.1.2.13-CWD-1',
    'RFC1123-4.1.2.13-PWD-1',
    'RFC1123-4.1.2.13-LIST-1',
    'RFC1123-4.1.2.13-INFO-1',
    'RFC1123-4.1.2.13-ACCT-1',
  ],
  level: 'MUST',
  judge: ({ dialogues }) => dialogues.flatMap(({ exchanges }) => exchanges.flatMap(knows)),
};

/** One refusal tells little: a server that answers otherwise elsewhere in the run knows the command. */
function knows({ command, replies, state }: Exchange): Check[] {
  const minimum = command && MINIMUM[command.verb];
  const reply = replies.at(-1);
  if (!minimum || !reply || OF_THE_SESSION.includes(reply.code)) return [];
  if (!UNKNOWN.includes(reply.code)) return [{ shown: command.verb }];
  if (!state.loggedIn || !minimum.argument.test(command.argument ?? '')) return [];
  const { severity } = minimum;
  const expected = `${command.verb} to be known, as RFC 1123 section 4.1.2.13 demands`;
  return [{ expected, actual: quote(reply), command, severity, unless: command.verb }];
}
