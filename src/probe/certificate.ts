import { isIP } from 'node:net';
import type { ControlConnection } from '../client/control.ts';
import { visibleStart } from './kept-text.ts';

/** A certificate in a line: subject, names, issuer, dates. */
export function describeCertificate(
  certificate: ControlConnection['certificate'],
): string | undefined {
  if (!certificate) return undefined;
  const { subject, issuer, validFrom, validTo, subjectAltName } = certificate;
  const names = subjectAltName === undefined ? '' : `, names ${subjectAltName}`;
  const flat = (text: string): string => text.replaceAll('\n', ', ');
  return visibleStart(
    Buffer.from(
      `certificate of ${flat(subject)}${names}, issued by ${flat(issuer)}, valid from ${validFrom} to ${validTo}`,
    ),
  );
}

/** The least that today's clients take. */
const LEAST_RSA_BITS = 2048;

/** All that is wrong with a certificate whoever issued it, and with the protocol, as OpenSSL's codes or in words. */
export function flawsOf(
  certificate: ControlConnection['certificate'],
  name: string,
  protocol: string,
): string[] {
  if (!certificate) return [];
  const now = Date.now();
  const named = isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name);
  const key = certificate.publicKey;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS;
  return [
    ...(named === undefined ? ['ERR_TLS_CERT_ALTNAME_INVALID'] : []),
    ...(Date.parse(certificate.validTo) < now ? ['CERT_HAS_EXPIRED'] : []),
    ...(Date.parse(certificate.validFrom) > now ? ['CERT_NOT_YET_VALID'] : []),
    ...(bits < LEAST_RSA_BITS ? [`its key has ${bits} bits`] : []),
    ...(/^TLSv1(?:\.1)?$/.test(protocol) ? [`${protocol} is out of use`] : []),
  ];
}
