import type { Scenario } from '../scenario/load.ts';
import type { Need } from '../scenario/schema.ts';
import type { ServerProfile } from '../scenario/server-profile.ts';
import { joinPath } from '../wire/path.ts';
import type { Preflight } from './preflight/index.ts';

/** What makes something is played in a directory of its own where there is one, so that all of it can be removed. */
const PLAYED_APART: readonly Need[] = ['writable-dir', 'making-directories'];

/**
 * What one turn of a scenario needs to know of the server: the address of its family, and a directory of its own.
 * @param turn a second one must not find what the first one left
 */
export function profileFor(
  scenario: Scenario,
  found: Preflight,
  turn: number,
  seed: string,
): ServerProfile {
  const { needs } = scenario;
  const host = needs.includes('ipv6')
    ? found.hosts[6]
    : needs.includes('ipv4')
      ? found.hosts[4]
      : undefined;
  const folder = `${scenario.id.replace('/', '-')}${turn > 1 ? `-${turn}` : ''}`;
  const scratch =
    PLAYED_APART.some((need) => needs.includes(need)) &&
    found.scratchRoot !== undefined &&
    !found.unmet.has('writable-dir')
      ? joinPath(found.scratchRoot, folder)
      : undefined;
  return { ...found.profile, host: host ?? found.profile.host, scratch, seed };
}
