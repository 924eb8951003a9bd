import { BoundedWaits } from '../../client/waits.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { type AccessOptions, ANONYMOUS, type RunOptions } from '../options.ts';

/** How long dialling may take before a port counts as filtered. */
const DIAL_MS = 5000;

/** No scenario takes longer, unless the user is more patient. */
const LONGEST_MS = 5 * 60_000;

/** What is known of a target before the preflight. */
export function initialProfile(
  options: AccessOptions & Partial<RunOptions>,
  host: string,
): ServerProfile {
  const { target } = options;
  return {
    host,
    port: target.port,
    security: target.security,
    tls: { servername: target.host, verify: options.verify, ca: options.ca },
    account:
      target.user === undefined
        ? ANONYMOUS
        : { user: target.user, password: options.password ?? target.password ?? '' },
    second: options.second,
    anonymous: ANONYMOUS,
    directory: target.directory,
    scratch: undefined,
    file: options.file,
    large: options.largeFile,
    activeAddress: options.activeAddress,
    activePorts: options.activePorts,
    dataPort: options.dataPort ?? target.port - 1,
    passive: 'EPSV',
    noData: undefined,
    dataHost: undefined,
    replyMs: options.timeoutMs,
    dialMs: Math.min(DIAL_MS, options.timeoutMs),
    longestMs: Math.max(LONGEST_MS, 10 * options.timeoutMs),
    waits: new BoundedWaits(),
    seed: options.seed ?? '',
  };
}
