import type { Scenario } from '../../scenario/load.ts';
import type { Need } from '../../scenario/schema.ts';
import type { Start } from '../../scenario/stages.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { secretsOf, type RunOptions } from '../options.ts';
import type { Scratch } from '../scratch.ts';
import { isTargetError, TargetFailed } from '../target-errors.ts';
import { whyNotActive } from './active.ts';
import { addressesOf, type Hosts } from './addresses.ts';
import { findJobs } from './capacity.ts';
import type { PreflightContext } from './context.ts';
import { findGreeting } from './greeting.ts';
import { initialProfile } from './initial-profile.ts';
import type { LoginBarrier } from './login-barrier.ts';
import { type LoginTried, tryLogin } from './login.ts';
import { Needs } from './needs.ts';
import { checkOffers } from './offers.ts';
import { findPermissions } from './permissions.ts';
import { provideFiles } from './provide-files.ts';
import { type PreflightRecord, Sessions } from './sessions.ts';

/** What is found out about the target before the first scenario. */
export interface Preflight {
  readonly profile: ServerProfile;
  /** the address for scenarios that need IPv6 or IPv4 */
  readonly hosts: Hosts;
  /** first line of the greeting */
  readonly server: string;
  /** why a need is not met; needs that are met are absent */
  readonly unmet: ReadonlyMap<Need, string>;
  /** what shows of a need that its command is answered as done and does nothing */
  readonly idle: ReadonlyMap<Need, string>;
  /** the directory that scenarios have theirs in */
  readonly scratchRoot: string | undefined;
  readonly jobs: number;
  /** where nobody can log in, but what comes before can be judged */
  readonly barrier: LoginBarrier | undefined;
  /** what the preflight itself saw, for the rules to judge */
  readonly records: readonly PreflightRecord[];
}

/** Needs that only a logged-in user can meet. */
const OF_USERS: readonly Need[] = [
  'writable-dir',
  'existing-file',
  'large-file',
  'port-bind',
  'pasv',
];

/**
 * Greets a target, logs in, and finds out what the selected scenarios need.
 * @param onScratch is called as soon as the scratch directory is there, as it has to be removed at the end
 * @throws TargetFailed, TargetError
 */
export async function runPreflight(
  options: RunOptions,
  scenarios: readonly Scenario[],
  onScratch: (scratch: Scratch) => void,
  signal: AbortSignal,
): Promise<Preflight> {
  const hosts = await addressesOf(options);
  const sessions = new Sessions(secretsOf(options), signal);
  const context = { options, needs: new Needs(scenarios), sessions, onScratch };
  try {
    return await explore(context, hosts);
  } catch (error) {
    if (isTargetError(error)) throw new TargetFailed(error.message);
    throw error;
  }
}

async function explore(context: PreflightContext, hosts: Hosts): Promise<Preflight> {
  const { options, needs, sessions } = context;
  const host = hosts[4] ?? hosts[6];
  if (host === undefined)
    throw new TargetFailed(`${options.target.host} has no IPv${options.family ?? ''} address`);
  const initial = initialProfile(options, host);
  const { profile: greeted, server } = await findGreeting(context, initial, hosts);
  const account = needs.wants('login') || needs.wants('writable-dir');
  // First, as a server that answers nothing more is found out by it, and nothing else is asked then.
  const login = account ? await tryLogin(sessions, greeted, options.dataAddress) : undefined;
  await checkOffers(context, login?.profile ?? greeted);
  const { profile, scratchRoot } = await afterLogin(context, login, greeted);
  const jobs = await findJobs(context, profile, stageReached(login));
  return {
    profile,
    hosts,
    server,
    unmet: needs.unmet,
    idle: needs.idle,
    scratchRoot,
    jobs,
    barrier: login?.barrier,
    records: sessions.records,
  };
}

/** What only a logged-in user finds out. */
async function afterLogin(
  context: PreflightContext,
  login: LoginTried | undefined,
  greeted: ServerProfile,
): Promise<Pick<Preflight, 'profile' | 'scratchRoot'>> {
  const { needs, sessions } = context;
  if (!login) return { profile: greeted, scratchRoot: undefined };
  const { barrier } = login;
  if (barrier) {
    for (const need of OF_USERS) needs.unmet.set(need, barrier.reason);
    return { profile: login.profile, scratchRoot: undefined };
  }
  if (login.noPasv !== undefined) needs.unmet.set('pasv', login.noPasv);
  const profile = { ...login.profile, noData: await whyNoData(sessions, login.profile) };
  const { files, scratchRoot } = await provideFiles(context, profile);
  if (scratchRoot !== undefined && !needs.unmet.has('writable-dir'))
    await findPermissions(context, profile, scratchRoot);
  if (needs.wants('port-bind'))
    await needs.meet('port-bind', () => sessions.openAt('logged-in', profile, whyNotActive));
  return { profile: { ...profile, ...files }, scratchRoot };
}

/** Why no data connection can be made; active mode is tried where there is no passive one. */
async function whyNoData(sessions: Sessions, profile: ServerProfile): Promise<string | undefined> {
  if (profile.passive !== undefined) return undefined;
  const reason = await sessions.openAt('logged-in', profile, whyNotActive);
  return reason === undefined
    ? undefined
    : `no data connection can be made: the server has no passive mode, and ${reason}`;
}

/** How far sessions get. */
function stageReached(login: LoginTried | undefined): Start {
  if (login?.barrier?.before === 'greeted') return 'connected';
  return login && !login.barrier ? 'logged-in' : 'secured';
}
