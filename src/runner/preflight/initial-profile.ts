import { canonicalAddress } from '../../wire/endpoint.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { resolveAddresses } from '../../targets/addresses.ts';
import { ANONYMOUS, type RunOptions } from '../options.ts';

/** How long dialling may take before a port counts as filtered. */
const DIAL_MS = 5000;

/** No scenario takes longer, unless the user is more patient. */
const LONGEST_MS = 5 * 60_000;

/** The target's first address of each family, of those that the user wants. */
export async function addressesOf(options: RunOptions): Promise<Partial<Record<4 | 6, string>>> {
  const named = options.addresses ?? [options.target.host];
  const found = (await Promise.all(named.map(resolveAddresses))).flat();
  const first = (family: 4 | 6): string | undefined => {
    if (options.family !== undefined && options.family !== family) return undefined;
    const address = found.find((one) => one.family === family)?.host;
    return address === undefined ? undefined : canonicalAddress(address);
  };
  const v4 = first(4);
  const v6 = first(6);
  return { ...(v4 !== undefined && { 4: v4 }), ...(v6 !== undefined && { 6: v6 }) };
}

/** What is known of a target before anybody looked. */
export function initialProfile(options: RunOptions, host: string): ServerProfile {
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
    passive: 'epsv',
    replyMs: options.timeoutMs,
    dialMs: Math.min(DIAL_MS, options.timeoutMs),
    longestMs: Math.max(LONGEST_MS, 10 * options.timeoutMs),
    seed: options.seed,
  };
}
