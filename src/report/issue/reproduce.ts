import type { Security } from '../../targets/url.ts';
import { type Entry, dialogueOf } from '../html/dialogue.ts';

/** Seconds between commands, so that each is answered before the next. */
const PAUSE = 1;

/**
 * The commands of a dialogue for a shell with `nc` or `openssl`: a block for each control connection. Names and
 * passwords are variables, and what needs a data connection says so.
 */
export function reproduction(transcript: readonly string[], security: Security): string[] {
  const dialogue = dialogueOf(transcript);
  const said = dialogue.filter(({ by }) => by === 'client');
  const names = [...new Set(said.map(({ connection }) => connection))];
  const isPrivate = said.some(({ text }) => /^PROT P\b/i.test(text));
  return names.flatMap((name, index) => [
    ...(index === 0 ? [] : ['', '# at the same time, in another terminal']),
    ...block(
      dialogue.filter(({ connection }) => connection === name),
      { security, tool: isPrivate ? 'openssl s_client -quiet -connect' : 'nc' },
    ),
  ]);
}

/** @param tool what dials where data goes */
function block(
  dialogue: readonly Entry[],
  { security, tool }: { readonly security: Security; readonly tool: string },
): string[] {
  const auth = dialogue.findIndex(
    ({ by, text }, index) =>
      by === 'client' && /^AUTH TLS\b/i.test(text) && /^234/.test(dialogue[index + 1]?.text ?? ''),
  );
  // openssl sends what comes before TLS itself.
  const isStartTls = auth !== -1;
  const commands = dialogue
    .slice(auth + 1)
    .filter(({ by }) => by === 'client')
    .flatMap(({ text }) => [...hints(text, tool), `  ${printed(text)}`]);
  const connect = isStartTls
    ? 'openssl s_client -quiet -starttls ftp -connect "$FTP_HOST:$FTP_PORT"'
    : security === 'ftps'
      ? 'openssl s_client -quiet -connect "$FTP_HOST:$FTP_PORT"'
      : 'nc "$FTP_HOST" "$FTP_PORT"';
  return ['{', `  sleep ${PAUSE}`, ...commands, `} | ${connect}`];
}

/** `printf` of a line, byte by byte as it went out. */
function printed(text: string): string {
  const [, verb, name = '', end = ''] = LOGIN.exec(text) ?? [];
  const variable = VARIABLES[(verb ?? '').toUpperCase()];
  const isHidden =
    variable !== undefined && (verb?.toUpperCase() !== 'USER' || name === HIDDEN_USER);
  const value = /another password/.test(name) ? 'wrong' : `$${variable ?? ''}`;
  const command = isHidden
    ? `printf '%s${end}' "${verb ?? ''} ${value}"`
    : `printf '%b' '${escaped(text)}'`;
  return `${command}; sleep ${PAUSE}`;
}

const LOGIN = /^(USER|PASS|ACCT) ([^\\]*)((?:\\r)?(?:\\n)?)$/i;

/** What stands in a dialogue for the name of the account. */
export const HIDDEN_USER = 'USER';

/** As `%b` takes it everywhere: what a transcript writes as `\xNN` in octal, and no quotation mark. */
function escaped(text: string): string {
  return text
    .replace(/\\(x[0-9a-f]{2}|.)/g, (whole, what: string) =>
      what.length === 3 ? octal(Number.parseInt(what.slice(1), 16)) : whole,
    )
    .replaceAll("'", octal(0x27));
}

function octal(byte: number): string {
  return `\\0${byte.toString(8).padStart(3, '0')}`;
}

const VARIABLES: Readonly<Record<string, string | undefined>> = {
  USER: 'FTP_USER',
  PASS: 'FTP_PASSWORD',
  ACCT: 'FTP_ACCOUNT',
};

/** What a command needs beside the control connection, which `tool` dials. */
function hints(text: string, tool: string): string[] {
  if (/^(?:PASV|EPSV)\b/i.test(text))
    return [`  # then, in another terminal: ${tool} to the address and port of the reply`];
  return /^(?:PORT|EPRT) /i.test(text)
    ? ['  # before, in another terminal: nc -l on the port named here, at an address of your own']
    : [];
}
