import { certificate, type CertificateName } from '../certificates.ts';
import { inside, pyftpdlibLauncher } from '../paths.ts';
import { passiveRange, type Service } from './service.ts';

/** What the launcher sets on pyftpdlib's handler and server classes. */
export interface PyftpdlibSettings {
  host?: string;
  port?: number;
  /** Inclusive range; null leaves the port to the kernel. */
  range?: readonly [number, number] | null;
  /** Class attributes of the handler, such as `masquerade_address`. */
  handler?: Readonly<Record<string, unknown>>;
  /** Class attributes of the server, such as `max_cons_per_ip`. */
  server?: Readonly<Record<string, unknown>>;
  tls?: CertificateName;
  /** Commands it does not know. */
  without?: readonly string[];
  /** Permissions of the account (default: all). */
  permissions?: string;
  anonymous?: boolean;
  /** Bytes a second of each download. */
  rate?: number;
  /** Active transfers leave from this port, without SO_REUSEADDR. */
  activeFrom?: number;
  /** Seconds that it takes before it begins a listing. */
  listAfter?: number;
  /** Seconds after which the session ends whatever it does. */
  sessionLimit?: number;
}

/** pyftpdlib, which needs no user of its own. */
export function pyftpdlib(settings: PyftpdlibSettings = {}): Service {
  const { port = 21, tls, range = [passiveRange.from, passiveRange.to], ...rest } = settings;
  const file = `${inside}/pyftpdlib-${port}-${settings.host ?? 'any'}.json`;
  const text = JSON.stringify({
    port,
    range,
    home: `${inside}/home`,
    pub: `${inside}/pub`,
    ...(tls === undefined ? {} : { certificate: certificate(tls).both }),
    ...rest,
  });
  return {
    node: 'server',
    port,
    argv: ['/usr/bin/python3', '-W', 'ignore', pyftpdlibLauncher, file],
    files: { [file]: text },
  };
}
