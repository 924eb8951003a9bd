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
