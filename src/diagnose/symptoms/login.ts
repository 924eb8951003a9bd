import {
  isClass,
  isDenied,
  type Login,
  ownWords,
  type Transfer,
} from '../../probe/observations.ts';
import { mayWantTls, wantsTls } from '../../probe/tls-refusal.ts';
import {
  speaksOfAddress,
  speaksOfConnection,
  speaksOfLimit,
  speaksOfProtection,
  speaksOfReuse,
} from '../../probe/reply-phrases.ts';
import { worked } from '../evidence/view.ts';
import type { Symptom } from './symptom.ts';

export const loginSymptoms = {
  'login refused': {
    description: 'the server refuses the account',
    evidence: ({ logins }) =>
      logins.filter(
        (one) =>
          one.outcome === 'refused' &&
          !(wantsTls(one) && !one.at.secured) &&
          !(mayWantTls(one) && logins.some(cameInSecured)) &&
          !one.answers.some((answer) => speaksOfLimit(ownWords(answer)) || answer.code === 421),
      ),
  },
  'login refused without TLS': {
    description: 'the login in clear is refused, and the reply asks for TLS, or TLS helps',
    evidence: ({ logins, target }) =>
      target.security === 'ftp'
        ? logins.filter(
            (one) =>
              one.outcome === 'refused' &&
              !one.at.secured &&
              (wantsTls(one) || (mayWantTls(one) && logins.some(cameInSecured))),
          )
        : [],
  },
  'login works under TLS': {
    description: 'the same login works after AUTH TLS',
    evidence: ({ logins }) => logins.filter((one) => one.outcome === 'accepted' && one.at.secured),
  },
  'directory refused': {
    description: 'CWD to the directory that the URL names is refused',
    evidence: ({ exchanges, target }) =>
      exchanges.filter(
        ({ answer }) =>
          target.directory !== '' &&
          answer.command === `CWD ${target.directory}` &&
          answer.code >= 400,
      ),
  },
  'every listing refused': {
    description: 'each listing is refused over connections that open, and no file is given either',
    evidence: ({ transfers }) => {
      const listings = transfers.filter(
        ({ purpose }) => purpose === 'listing' || purpose === 'small',
      );
      const denied = listings.filter(isDeniedForItself);
      const others = listings.filter((one) => one.stopped === undefined);
      return others.length === 0 && !transfers.some(worked) ? denied : [];
    },
  },
  'every file refused': {
    description: 'the file that was named is refused, or each of several that the listing shows',
    evidence: ({ transfers, options }) => {
      const files = transfers.filter(({ purpose }) => purpose === 'large');
      const denied = files.filter(isDeniedForItself);
      const enough = options.file === undefined ? FEW_FILES : 1;
      return denied.length === files.length && denied.length >= enough ? denied : [];
    },
  },
  'login works': {
    description: 'a login works',
    evidence: ({ logins }) => logins.filter((one) => one.outcome === 'accepted'),
  },
  'AUTH refused': {
    description: 'AUTH TLS is refused',
    evidence: ({ exchanges }) =>
      exchanges.filter(({ answer }) => answer.command === 'AUTH TLS' && answer.code >= 400),
  },
  'password in clear': {
    description: 'a name and a password were sent in clear and accepted',
    evidence: ({ logins, exchanges }) => {
      const asked = exchanges.some(({ answer }) => answer.command === 'FEAT');
      return logins.filter(
        (one) => asked && one.outcome === 'accepted' && !one.at.secured && !one.anonymous,
      );
    },
  },
  'TLS offered': {
    description: 'FEAT lists AUTH TLS',
    evidence: ({ exchanges }) =>
      exchanges.filter(
        ({ answer }) =>
          answer.command === 'FEAT' &&
          answer.code === 211 &&
          answer.lines.some((line) => /^\s*AUTH\b.*\bTLS\b/i.test(line)),
      ),
  },
  'handshake failed': {
    description: 'the TLS handshake on the control connection ends in an alert or a reset',
    evidence: ({ handshakes }) => handshakes.filter((one) => one.outcome === 'failed'),
  },
  'handshake silent': {
    description: 'the TLS handshake on the control connection gets no answer',
    evidence: ({ handshakes }) => handshakes.filter((one) => one.outcome === 'silence'),
  },
  'alert after the handshake': {
    description: 'the server ends TLS with an alert right after the handshake',
    evidence: ({ logins }) => logins.filter(({ answers }) => answers.at(-1)?.how === 'tls'),
  },
  'certificate not trusted': {
    description: 'the certificate cannot be verified',
    evidence: ({ handshakes }) =>
      handshakes.filter((one) => one.trustError !== undefined).slice(0, 1),
  },
  'TLS asked for': {
    description: 'the target’s URL asks for TLS',
    evidence: ({ target, handshakes, exchanges }) =>
      target.security === 'ftp' ? [] : [...handshakes.slice(0, 1), ...exchanges.slice(0, 1)],
  },
  'protection demanded': {
    description: 'a transfer without protection is refused, and the reply asks for PROT P',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ protected: secret, stopped, setup, opened }) =>
          !secret &&
          (stopped === 'set-up' || stopped === 'open') &&
          [setup, opened].some(
            (answer) =>
              answer !== undefined &&
              answer.code >= 400 &&
              ([521, 522, 534, 431].includes(answer.code) ||
                speaksOfProtection(ownWords(answer))) &&
              !(answer.code === 522 && /EPSV|EPRT/.test(answer.command)),
          ),
      ),
  },
  'PROT P refused': {
    description: 'PROT P is refused',
    evidence: ({ exchanges }) =>
      exchanges.filter(({ answer }) => answer.command === 'PROT P' && answer.code >= 400),
  },
  'unresumed data handshake refused': {
    description: 'a data connection whose TLS session is its own is refused',
    evidence: ({ unresumed }) =>
      unresumed.filter(
        ({ stopped, completion, opened, handshake }) =>
          stopped !== undefined &&
          handshake !== undefined &&
          // A dead connection says less than a refusal does.
          (handshake.outcome === 'failed' ||
            [completion, opened].some((answer) => isClass(answer, 4) || isClass(answer, 5))),
      ),
  },
  'resumed data handshake works': {
    description: 'it works when the control connection’s session is resumed',
    evidence: ({ transfers }) =>
      transfers.filter((one) => one.handshake?.offered === true && worked(one)).slice(0, 1),
  },
  'reply asks for session reuse': {
    description: 'the reply says that the session has to be reused',
    evidence: ({ transfers, unresumed }) =>
      [...unresumed, ...transfers].filter(({ completion, opened }) =>
        [completion, opened].some(
          (answer) => answer && answer.code >= 400 && speaksOfReuse(ownWords(answer)),
        ),
      ),
  },
  'data handshake fails behind the server’s answer': {
    description:
      'the TLS handshake on a data connection fails after the server’s first bytes, although the session was offered',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ handshake }) =>
          handshake?.outcome === 'failed' && handshake.offered && handshake.answered,
      ),
  },
  'data handshake fails unanswered': {
    description:
      'the TLS handshake on a data connection ends before a byte of the server’s: it cannot have looked at the session',
    evidence: ({ transfers }) =>
      transfers.filter(({ handshake }) => handshake?.outcome === 'failed' && !handshake.answered),
  },
  'data handshake fails by itself': {
    description:
      'the TLS handshake on a data connection fails, and no session was there to be offered',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ handshake }) =>
          handshake?.outcome === 'failed' && !handshake.offered && handshake.answered,
      ),
  },
  'data handshake silent': {
    description: 'the TLS handshake on a data connection gets no answer',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ stopped, handshake }) => stopped === 'handshake' && handshake?.outcome === 'silence',
      ),
  },
  'no close_notify': {
    description: 'TLS data ends without a close_notify',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) => one.protected && one.dataEnd === 'fin' && one.closeNotify === false,
      ),
  },
  'end refused under TLS': {
    description: 'the data is complete under TLS, yet the transfer does not end well',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.handshake?.outcome === 'secured' &&
          one.stopped === 'completion' &&
          one.completion?.code !== 421 &&
          // Silence after a long transfer, where others under TLS end well, is not about TLS.
          !(one.completion?.how === 'silence' && transfers.some(endsWell)) &&
          (one.expected === undefined || one.bytes >= one.expected),
      ),
  },
} satisfies Readonly<Record<string, Symptom>>;

/** An account may well not read one file. */
const FEW_FILES = 2;

/** Refused with words that are not about the connection. */
function isDeniedForItself(one: Transfer): boolean {
  if (!isDenied(one) || one.opened === undefined) return false;
  const words = ownWords(one.opened);
  return !speaksOfConnection(words) && !speaksOfAddress(words);
}

function cameInSecured({ outcome, at }: Login): boolean {
  return outcome === 'accepted' && at.secured;
}

function endsWell(one: Transfer): boolean {
  return one.handshake?.outcome === 'secured' && worked(one);
}
