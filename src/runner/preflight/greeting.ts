import { describeReply } from '../../scenario/match-reply.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import type { World } from '../../scenario/world.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import { isTargetError, TargetFailed } from '../target-errors.ts';
import type { Hosts } from './addresses.ts';
import type { PreflightContext } from './context.ts';
import { CONTROL } from './sessions.ts';

/** A target that greets, and the first line of its greeting. */
export interface Greeted {
  readonly profile: ServerProfile;
  readonly server: string;
}

const FAMILIES = [
  { family: 4, need: 'ipv4' },
  { family: 6, need: 'ipv6' },
] as const;

/**
 * The greeting at the first address that gives one; the other family is asked where that is needed.
 * @throws TargetFailed where none greets
 */
export async function findGreeting(
  { options, needs, sessions }: PreflightContext,
  profile: ServerProfile,
  hosts: Hosts,
): Promise<Greeted> {
  let found: Greeted | undefined;
  let failed: unknown;
  for (const { family, need } of FAMILIES) {
    const host = hosts[family];
    if (host === undefined) {
      needs.unmet.set(need, whyNoAddress(family, options.family));
      continue;
    }
    if (found && !needs.wants(need)) continue;
    try {
      const at = { ...profile, host };
      const server = await sessions.open(at, greeting);
      found ??= { profile: at, server };
    } catch (error) {
      if (!(isTargetError(error) || error instanceof TargetFailed)) throw error;
      // One family that does not serve is no reason not to judge the other.
      needs.unmet.set(need, error.message);
      failed ??= error;
    }
  }
  if (!found) throw failed;
  return found;
}

function whyNoAddress(family: 4 | 6, only: 4 | 6 | undefined): string {
  return only !== undefined && only !== family
    ? `the run goes over IPv${only} only`
    : `the target has no IPv${family} address`;
}

/** The first line of the greeting. */
async function greeting(world: World): Promise<string> {
  const place = formatEndpoint(world.profile);
  try {
    const control = await world.openControl(CONTROL);
    const reply = await control.connection.reply(world.profile.replyMs);
    if (reply.code === 0)
      throw new TargetFailed(`${place} does not speak FTP; it says ${describeReply(reply)}`);
    if (reply.code >= 400)
      throw new SetupFailed(`${place} turns clients away: ${describeReply(reply)}`, reply.code);
    return reply.lines[0]?.text ?? '';
  } catch (error) {
    if (!isTargetError(error) || error instanceof SetupFailed) throw error;
    throw new TargetFailed(`${place} sends no greeting: ${error.message}`);
  }
}
