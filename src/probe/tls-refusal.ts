import { type Login, ownWords } from './observations.ts';
import { speaksOfLimit, speaksOfTls } from './reply-phrases.ts';

/** Whether a refusal says that the account is not to blame, so that the password may be tried under TLS. */
export function wantsTls({ answers }: Pick<Login, 'answers'>): boolean {
  const last = answers.at(-1);
  if (last?.how !== 'reply' || speaksOfLimit(ownWords(last))) return false;
  return (
    speaksOfTls(ownWords(last)) ||
    (answers.length === 1 && [421, 503, 521, 522, 533, 534].includes(last.code))
  );
}

/**
 * Whether USER alone was refused, in words that may say anything: no password has gone out, so that one try under TLS
 * costs the account nothing.
 */
export function mayWantTls(login: Pick<Login, 'answers'>): boolean {
  const [answer, ...more] = login.answers;
  if (answer?.how !== 'reply' || more.length > 0) return wantsTls(login);
  return wantsTls(login) || ([530, 550].includes(answer.code) && !speaksOfLimit(ownWords(answer)));
}
