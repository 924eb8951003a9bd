import { createHash } from 'node:crypto';
import type { Endpoint } from '../wire/endpoint.ts';
import type { Account } from './server-profile.ts';
import { Saved, savedEndpoint } from './values.ts';
import type { World } from './world.ts';

/** The names that every scenario has, some of them only where the user gives what they stand for (docs/language/values.md). */
export const BUILT_IN = [
  'main',
  'user',
  'password',
  'host',
  'port',
  'security',
  'dataport',
  'peer',
  'local',
  'random',
  'turn',
  'now',
  'scratch',
  'file',
  'large',
  'another',
  'anonymous',
  'servername',
] as const;

/** Those that are there from the start. */
export function nameBuiltIns(world: World): void {
  const { profile, values } = world;
  const named: Partial<Record<(typeof BUILT_IN)[number], unknown>> = {
    user: profile.account.user,
    password: profile.account.password,
    host: profile.host,
    port: profile.port,
    security: profile.security,
    dataport: profile.dataPort,
    servername: profile.tls.servername,
    now: new Saved({}, () => Math.floor(Date.now() / 1000)),
    random: createHash('sha256').update(profile.seed).digest('hex').slice(0, 12),
    scratch: profile.scratch,
    file: profile.file,
    large: profile.large,
    another: profile.second && accountFields(profile.second),
    anonymous: accountFields(profile.anonymous),
  };
  for (const [name, value] of Object.entries(named))
    if (value !== undefined) values.set(name, value);
}

/** `${local}` and `${peer}`: the ends of the control connection. */
export function nameEnds(world: World, local: Endpoint, peer: Endpoint): void {
  world.values.set('local', savedEndpoint(local));
  world.values.set('peer', savedEndpoint(peer));
}

function accountFields({ user, password }: Account): Saved {
  return new Saved({ user: () => user, password: () => password }, () => user);
}
