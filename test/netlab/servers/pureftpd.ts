import { certificate, type CertificateName } from '../certificates.ts';
import { libraryPath, unpacked } from '../packages.ts';
import { passiveRange, type Service } from './service.ts';

/** Flags that offer TLS: 1 for who wants it, 2 for the control connection, 3 for data too. */
export const pureftpdTls = (level: 1 | 2 | 3 = 1, name: CertificateName = 'good'): string[] => [
  `--tls=${level}`,
  `--certfile=${certificate(name).both}`,
];

/** Pure-FTPd with the given flags after the lab's own. */
export function pureftpd(
  flags: readonly string[] = [],
  { port = 21, range = passiveRange } = {},
): Service {
  return {
    node: 'server',
    port,
    argv: [
      ...['env', `LD_LIBRARY_PATH=${libraryPath}`, `${unpacked}/usr/sbin/pure-ftpd`],
      ...[`--bind=,${port}`, '--login=unix', '--dontresolve', '--chrooteveryone'],
      ...[`--passiveportrange=${range.from}:${range.to}`, '--minuid=100'],
      ...flags,
    ],
    changesUser: true,
  };
}
