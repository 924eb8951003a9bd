import { SYMPTOMS } from '../symptoms/index.ts';
import { quoteAnswer } from '../evidence/describe.ts';
import type { Cause } from './cause.ts';
import { firstTransfer, lastAnswer } from './phrases.ts';

export const tlsCauses: readonly Cause[] = [
  {
    code: 'clear-text',
    title: 'Name and password go in clear',
    about:
      'The login is not encrypted: whoever can listen on the way has name, password and files. FTP alone is like that; TLS (AUTH TLS, RFC 4217) mends it where the server offers it.',
    stage: 'login',
    severity: 'note',
    patterns: [{ needs: ['password in clear'], sure: 0.99 }],
    summary: (view) => {
      const offered = SYMPTOMS['TLS offered'].evidence(view).length > 0;
      const [refused] = SYMPTOMS['AUTH refused'].evidence(view);
      if (!offered)
        return 'the name and the password go in clear, and the server does not offer TLS';
      return refused?.kind === 'exchange'
        ? `the name and the password go in clear: FEAT lists AUTH TLS, but the server refuses it: ${quoteAnswer(refused.answer)}`
        : `the name and the password go in clear; the server offers TLS: ftpes://${view.target.host}`;
    },
    remedies: ['offer TLS'],
    aside: true,
  },
  {
    code: 'tls-required',
    title: 'The server wants TLS before the login',
    about: 'The server refuses USER or PASS in clear and asks for AUTH TLS first.',
    stage: 'login',
    severity: 'broken',
    patterns: [
      { needs: ['login refused without TLS'], sure: 0.9, and: { 'login works under TLS': 0.09 } },
    ],
    summary: (view) => {
      const login = view.logins.find((one) => one.outcome === 'refused' && !one.at.secured);
      return `the server refuses a login in clear: ${quoteAnswer(login?.answers.at(-1))}`;
    },
    remedies: ['use TLS'],
  },
  {
    code: 'tls-untrusted',
    title: 'The certificate cannot be trusted',
    about:
      'The certificate is self-signed, expired, for another name, or its chain is incomplete. Clients that verify it refuse to go on, others ask their user.',
    stage: 'tls',
    severity: 'if TLS was asked for',
    patterns: [{ needs: ['certificate not trusted'], sure: 0.97 }],
    summary: (view) => {
      const one = view.handshakes.find(({ trustError }) => trustError !== undefined);
      const why = [one?.trustError ?? '', ...(one?.flaws ?? [])];
      return `the certificate cannot be trusted: ${[...new Set(why.map((code) => DISTRUST[code] ?? code))].join('; ')}`;
    },
    remedies: ['certificate'],
    // Where the login was tried behind it, what is met there stops the client.
    aside: true,
  },
  {
    code: 'tls-handshake-failed',
    title: 'TLS cannot be established',
    about:
      'The server refuses AUTH TLS, or the handshake ends in an alert or a reset: no common version or cipher, a server without a working certificate, one that wants a certificate of the client (with TLS 1.3 its alert comes after the handshake), or something between that does not let TLS through.',
    stage: 'tls',
    severity: 'if TLS was asked for',
    patterns: [
      {
        needs: ['handshake failed'],
        unless: ['another protocol'],
        sure: 0.9,
        severity: 'by login',
      },
      {
        needs: ['alert after the handshake'],
        unless: ['login works under TLS'],
        sure: 0.9,
        severity: 'by login',
      },
      {
        needs: ['handshake silent'],
        unless: ['another protocol'],
        sure: 0.5,
        severity: 'by login',
        and: {
          'large transfer stalls at once': -0.2,
          'listing stalls at once': -0.2,
          'large transfer works': 0.3,
        },
      },
      {
        needs: ['data handshake fails unanswered'],
        unless: ['reply asks for session reuse', 'unresumed data handshake refused'],
        sure: 0.7,
        severity: 'by reach',
      },
      { needs: ['data handshake fails by itself'], sure: 0.7, severity: 'by reach' },
      {
        needs: ['AUTH refused', 'TLS offered'],
        unless: ['TLS asked for', 'masked command', 'masked greeting'],
        sure: 0.9,
        severity: 'note',
      },
      {
        needs: ['AUTH refused', 'TLS asked for'],
        unless: ['masked command', 'masked greeting'],
        sure: 0.85,
      },
    ],
    summary: (view) => {
      const failed = view.handshakes.find((one) => one.outcome !== 'secured');
      const clear = view.seen.find(
        (one) =>
          one.kind === 'wrong protocol' &&
          one.tried === 'waiting for a greeting' &&
          one.heard.startsWith('220'),
      );
      if (clear) return 'the port speaks FTP in clear; ftpes:// begins with that, ftps:// does not';
      if (failed)
        return failed.outcome === 'silence'
          ? 'the TLS handshake gets no answer'
          : `the TLS handshake fails (${failed.code || 'closed'})`;
      const [alert] = SYMPTOMS['alert after the handshake'].evidence(view);
      if (alert) {
        const answer = alert.kind === 'login' ? alert.answers.at(-1) : undefined;
        return /CERTIFICATE_REQUIRED/.test(answer?.lines.join(' ') ?? '')
          ? 'the server wants a certificate of the client, and ends TLS without one'
          : `the server ends TLS right after the handshake: ${quoteAnswer(answer)}`;
      }
      const data = firstTransfer(
        view,
        'data handshake fails unanswered',
        'data handshake fails by itself',
      );
      if (data?.handshake)
        return `the TLS handshake on data connections fails (${data.handshake.code || 'closed'}${data.handshake.answered ? '' : ', before a byte of the server’s'}), while that on the control connection works; the server says ${quoteAnswer(lastAnswer(data))}`;
      const [refused] = SYMPTOMS['AUTH refused'].evidence(view);
      const listed = SYMPTOMS['TLS offered'].evidence(view).length > 0;
      return `the server refuses AUTH TLS${listed ? ', which its FEAT lists' : ''}: ${quoteAnswer(refused?.kind === 'exchange' ? refused.answer : undefined)}`;
    },
    remedies: ['TLS settings', 'right port'],
    tellApart:
      'run `openssl s_client -starttls ftp` from inside the server’s network: where it works there, something between is in the way',
  },
  {
    code: 'tls-data-protection-required',
    title: 'Client and server do not agree on protecting data',
    about:
      'The server wants data connections under TLS (PROT P) and refuses transfers without, or it refuses PROT P.',
    stage: 'transfer',
    severity: 'by reach',
    patterns: [
      { needs: ['protection demanded'], unless: ['PROT P refused'], sure: 0.92 },
      { needs: ['PROT P refused'], sure: 0.85, severity: 'degraded' },
    ],
    summary: (view) => {
      const [demand] = SYMPTOMS['protection demanded'].evidence(view);
      const [refused] = SYMPTOMS['PROT P refused'].evidence(view);
      return refused?.kind === 'exchange'
        ? `the server refuses to protect data: PROT P drew ${quoteAnswer(refused.answer)}`
        : `the server refuses data connections without TLS: ${demand?.kind === 'transfer' ? quoteAnswer(lastAnswer(demand)) : ''}`;
    },
    remedies: ['use TLS', 'TLS settings'],
  },
  {
    code: 'tls-session-reuse-required',
    title: 'The server wants the TLS session reused on data connections',
    about:
      'The server accepts a data connection only when it resumes the control connection’s TLS session. Clients that do not do so connect, see the listing fail with 425 or 522, and give up.',
    stage: 'transfer',
    severity: 'by reach',
    patterns: [
      {
        needs: ['unresumed data handshake refused', 'resumed data handshake works'],
        sure: 0.93,
        and: { 'reply asks for session reuse': 0.05 },
        severity: 'note',
      },
      {
        needs: ['reply asks for session reuse'],
        unless: ['resumed data handshake works'],
        sure: 0.85,
      },
      {
        needs: ['data handshake fails behind the server’s answer'],
        unless: ['resumed data handshake works', 'reply asks for session reuse'],
        sure: 0.45,
      },
    ],
    summary: (view) =>
      SYMPTOMS['resumed data handshake works'].evidence(view).length > 0
        ? 'data connections must resume the control connection’s TLS session; a client that does not is refused'
        : 'the server refuses data connections for not reusing the TLS session, although it was offered',
    remedies: ['session reuse'],
    bringsAbout: ['tls-close-notify'],
  },
  {
    code: 'tls-close-notify',
    title: 'TLS data connections do not end properly',
    about:
      'The bytes of a transfer are complete, but TLS does not end as it should: the server closes without a close_notify, or does not accept how the client ends. Strict clients (OpenSSL 3 among them) report a truncated transfer.',
    stage: 'transfer',
    severity: 'degraded',
    patterns: [
      { needs: ['end refused under TLS'], sure: 0.85, and: { 'passive works in clear': 0.08 } },
      { needs: ['no close_notify'], sure: 0.8 },
    ],
    summary: (view) => {
      const [refused] = SYMPTOMS['end refused under TLS'].evidence(view);
      return refused?.kind === 'transfer'
        ? `under TLS all data comes, yet the transfer ends with ${quoteAnswer(lastAnswer(refused))}`
        : 'the server ends TLS data connections without a close_notify';
    },
    remedies: ['close order'],
  },
];

/** What Node's codes for a distrusted certificate mean to people. */
const DISTRUST: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in an authority that this client does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its chain is incomplete, or its issuer is unknown to this client',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is unknown to this client',
  UNABLE_TO_GET_ISSUER_CERT: 'its chain is incomplete',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  CERT_REVOKED: 'it was revoked',
};
