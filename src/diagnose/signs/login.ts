import { answerText, isClass, type Login, type Transfer } from '../observations.ts';
import { mayWantTls, wantsTls } from '../wanting.ts';
import { speaksOfLimit, speaksOfProtection, speaksOfReuse } from '../wording.ts';
import { worked } from '../view.ts';
import type { Sign } from './sign.ts';

export const loginSigns = {
  'login refused': {
    says: 'the server refuses the account',
    shownBy: ({ logins }) =>
      logins.filter(
        (one) =>
          one.outcome === 'refused' &&
          !(wantsTls(one) && !one.at.secured) &&
          !(mayWantTls(one) && logins.some(cameInSecured)) &&
          !one.answers.some((answer) => speaksOfLimit(answerText(answer)) || answer.code === 421),
      ),
  },
  'login refused without TLS': {
    says: 'the login in clear is refused, and the reply asks for TLS, or TLS helps',
    shownBy: ({ logins, target }) =>
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
    says: 'the same login works behind AUTH TLS',
    shownBy: ({ logins }) => logins.filter((one) => one.outcome === 'accepted' && one.at.secured),
  },
  'login works': {
    says: 'a login works',
    shownBy: ({ logins }) => logins.filter((one) => one.outcome === 'accepted'),
  },
  'AUTH refused': {
    says: 'AUTH TLS is refused',
    shownBy: ({ exchanges }) =>
      exchanges.filter(({ answer }) => answer.command === 'AUTH TLS' && answer.code >= 400),
  },
  'handshake failed': {
    says: 'the TLS handshake on the control connection ends in an alert or a reset',
    shownBy: ({ handshakes }) => handshakes.filter((one) => one.outcome === 'failed'),
  },
  'handshake silent': {
    says: 'the TLS handshake on the control connection gets no answer',
    shownBy: ({ handshakes }) => handshakes.filter((one) => one.outcome === 'silence'),
  },
  'alert behind the handshake': {
    says: 'the server ends TLS with an alert right behind the handshake',
    shownBy: ({ logins }) => logins.filter(({ answers }) => answers.at(-1)?.how === 'tls'),
  },
  'certificate distrusted': {
    says: 'the certificate cannot be verified',
    shownBy: ({ handshakes }) => handshakes.filter((one) => one.distrust !== undefined).slice(0, 1),
  },
  'TLS asked for': {
    says: 'the target’s URL asks for TLS',
    shownBy: ({ target, handshakes, exchanges }) =>
      target.security === 'ftp' ? [] : [...handshakes.slice(0, 1), ...exchanges.slice(0, 1)],
  },
  'protection demanded': {
    says: 'a transfer without protection is refused, and the reply asks for PROT P',
    shownBy: ({ transfers }) =>
      transfers.filter(
        ({ protected: secret, stopped, setup, opened }) =>
          !secret &&
          (stopped === 'set-up' || stopped === 'open') &&
          [setup, opened].some(
            (answer) =>
              answer !== undefined &&
              answer.code >= 400 &&
              ([521, 522, 534, 431].includes(answer.code) ||
                speaksOfProtection(answerText(answer))) &&
              !(answer.code === 522 && /EPSV|EPRT/.test(answer.command)),
          ),
      ),
  },
  'PROT P refused': {
    says: 'PROT P is refused',
    shownBy: ({ exchanges }) =>
      exchanges.filter(({ answer }) => answer.command === 'PROT P' && answer.code >= 400),
  },
  'unresumed data handshake refused': {
    says: 'a data connection whose TLS session is its own is refused',
    shownBy: ({ unresumed }) =>
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
    says: 'it works when the control connection’s session is resumed',
    shownBy: ({ transfers }) =>
      transfers.filter((one) => one.handshake?.offered === true && worked(one)).slice(0, 1),
  },
  'reply asks for session reuse': {
    says: 'the reply says that the session has to be reused',
    shownBy: ({ transfers, unresumed }) =>
      [...unresumed, ...transfers].filter(({ completion, opened }) =>
        [completion, opened].some(
          (answer) => answer && answer.code >= 400 && speaksOfReuse(answerText(answer)),
        ),
      ),
  },
  'data handshake fails': {
    says: 'the TLS handshake on a data connection fails although the session was offered',
    shownBy: ({ transfers }) =>
      transfers.filter(({ handshake }) => handshake?.outcome === 'failed' && handshake.offered),
  },
  'data handshake fails by itself': {
    says: 'the TLS handshake on a data connection fails, and no session was there to be offered',
    shownBy: ({ transfers }) =>
      transfers.filter(({ handshake }) => handshake?.outcome === 'failed' && !handshake.offered),
  },
  'data handshake silent': {
    says: 'the TLS handshake on a data connection gets no answer',
    shownBy: ({ transfers }) =>
      transfers.filter(
        ({ stopped, handshake }) => stopped === 'handshake' && handshake?.outcome === 'silence',
      ),
  },
  'no close_notify': {
    says: 'TLS data ends without a close_notify',
    shownBy: ({ transfers }) =>
      transfers.filter(
        (one) => one.protected && one.dataEnd === 'fin' && one.closeNotify === false,
      ),
  },
  'end refused under TLS': {
    says: 'the data is complete under TLS, yet the transfer does not end well',
    shownBy: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.handshake?.outcome === 'secured' &&
          one.stopped === 'completion' &&
          one.completion?.code !== 421 &&
          // Silence behind a long transfer, where others under TLS end well, is not about TLS.
          !(one.completion?.how === 'silence' && transfers.some(endsWell)) &&
          (one.expected === undefined || one.bytes >= one.expected),
      ),
  },
} satisfies Readonly<Record<string, Sign>>;

function cameInSecured({ outcome, at }: Login): boolean {
  return outcome === 'accepted' && at.secured;
}

function endsWell(one: Transfer): boolean {
  return one.handshake?.outcome === 'secured' && worked(one);
}
