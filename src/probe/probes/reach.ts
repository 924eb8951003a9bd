import { isIP } from 'node:net';
import { type Address, resolveAddresses } from '../../targets/addresses.ts';
import { errorCode } from '../../client/failures.ts';
import { TargetError } from '../../targets/url.ts';
import { localFamilies } from '../addresses.ts';
import { Session } from '../session.ts';
import type { ProbeContext } from '../context.ts';

/** A name with many addresses is a pool: a few of each family tell enough. */
const MOST_PER_FAMILY = 2;

/** A name server can say thousands. */
const MOST_SHOWN = 20;

/** Looks the target's name up. */
export async function lookUp(context: ProbeContext): Promise<Address[]> {
  const start = performance.now();
  const { host } = context.target;
  const { family } = context.options;
  let addresses: Address[] = [];
  let error: string | undefined;
  try {
    const all = await resolveAddresses(host);
    addresses = all.filter((one) => family === undefined || one.family === family);
    if (addresses.length === 0) error = `${host} has no IPv${family ?? ''} address`;
  } catch (thrown) {
    error = thrown instanceof TargetError ? thrown.message : errorCode(thrown);
  }
  context.see({
    kind: 'lookup',
    host,
    literal: isIP(host.split('%', 1)[0] ?? '') !== 0,
    addresses: addresses.slice(0, MOST_SHOWN).map((one) => one.host),
    error,
    localFamilies: localFamilies(addresses.map((one) => one.host)),
    ms: performance.now() - start,
  });
  return addresses;
}

/**
 * Connects to the target's addresses, side by side. The first that opened leads; IPv4 leads before IPv6,
 * because more can be compared there. Where it is silent it is dialled once more, as packets get lost.
 */
export async function dialControl(
  context: ProbeContext,
  addresses: readonly Address[],
): Promise<Session[]> {
  const chosen = [4, 6].flatMap((family) =>
    addresses.filter((one) => one.family === family).slice(0, MOST_PER_FAMILY),
  );
  const tried = await Promise.all(
    chosen.map(({ host, family }, index) =>
      Session.dial(context, index === 0 ? 'main' : `v${family}`, host),
    ),
  );
  const open = tried.filter((session) => session !== undefined);
  const [leading] = chosen;
  if (open.length === 0 && leading && isSilent(context, leading.host)) {
    const again = await Session.dial(context, 'main', leading.host);
    if (again) open.push(again);
  }
  const families = new Set<number>();
  return open.filter((session) => {
    const first = !families.has(session.at.family);
    families.add(session.at.family);
    if (!first) session.destroy();
    return first;
  });
}

function isSilent({ seen }: ProbeContext, host: string): boolean {
  return seen.some(
    (one) => one.kind === 'control dial' && one.to.host === host && one.outcome === 'filtered',
  );
}
