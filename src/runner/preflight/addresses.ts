import { resolveAddresses } from '../../targets/addresses.ts';
import { canonicalAddress } from '../../wire/endpoint.ts';
import type { AccessOptions } from '../options.ts';

/** An address of the target for each family that it is reached over. */
export type Hosts = Readonly<Partial<Record<4 | 6, string>>>;

/** The target's first address of each family, of those that the user wants. */
export async function addressesOf(options: AccessOptions): Promise<Hosts> {
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
