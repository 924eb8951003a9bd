import { atPeer, dialledEndpoint } from '../../client/data-set-up.ts';
import { DataConnection } from '../../client/data.ts';
import { dial as dialEndpoint, type Dialled } from '../../client/dial.ts';
import { formatMs, Timeout } from '../../client/failures.ts';
import { areNear } from '../../targets/addresses.ts';
import { type Endpoint, formatEndpoint } from '../../wire/endpoint.ts';
import { milliseconds, notMet, type Context } from '../context.ts';
import type { StepOf } from '../schema.ts';
import { Saved } from '../values.ts';
import type { Control, World } from '../world.ts';

/** Connects to an announced endpoint, and says how it went where that is not what was expected. */
export async function dial(context: Context, step: StepOf<'dial'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  const to = endpointOf(world, control, step);
  const dialled = mayDial(world, control, to)
    ? await dialEndpoint(to, {
        timeoutMs: step.within === undefined ? world.profile.dialMs : milliseconds(step.within),
        localAddress: step.source,
        signal: world.gone,
      })
    : NOT_DIALLED;
  const wanted: readonly string[] = typeof step.expect === 'string' ? [step.expect] : step.expect;
  const outcome = await outcomeOf(world, control, step, { dialled, wanted });
  const code = dialled.outcome === 'connected' ? '' : ` (${dialled.code})`;
  const story = `${formatEndpoint(to)} ${outcome}${code} in ${formatMs(dialled.ms)}`;
  world.transcript.note(step.as, story);
  if (step.save !== undefined) {
    const endpoint = (): string => formatEndpoint(to);
    const ms = (): number => Math.round(dialled.ms);
    const fields = { outcome: () => outcome, ms, code: () => code, endpoint };
    world.values.set(step.save, new Saved(fields, () => story));
  }
  if (!wanted.includes(outcome))
    throw notMet(
      context,
      `${formatEndpoint(to)} to be ${wanted.join(' or ')}`,
      outcome + code,
      step,
    );
}

/** What the saved reply announces, the same port at the control connection's peer, or where this server's data goes. */
function endpointOf({ values, profile }: World, control: Control, step: StepOf<'dial'>): Endpoint {
  const host = String(values.get(`${step.dial}.host`));
  const port = Number(values.get(`${step.dial}.port`));
  const { peer } = control.connection;
  if (step.address === 'announced') return { host, port };
  return step.address === 'peer'
    ? atPeer(peer, port)
    : dialledEndpoint(peer, { host, port }, profile.dataHost);
}

/** What a server names may be anybody's address, and nobody else is dialled for it (RFC 2577 section 3). */
function mayDial({ profile }: World, { connection }: Control, { host }: Endpoint): boolean {
  const { peer } = connection;
  return host === peer.host || host === profile.dataHost || areNear(peer.host, host);
}

const NOT_DIALLED = {
  outcome: 'not-dialled',
  code: 'neither the target nor on its network; see --data-address',
  ms: 0,
} as const;

/** How it went; a connection goes to the world, and where "closed" is wanted it is seen whether it ends at once. */
async function outcomeOf(
  world: World,
  control: Control,
  step: StepOf<'dial'>,
  {
    dialled,
    wanted,
  }: { readonly dialled: Dialled | typeof NOT_DIALLED; readonly wanted: readonly string[] },
): Promise<string> {
  if (dialled.outcome !== 'connected') return dialled.outcome;
  const connection = new DataConnection(dialled.channel, world.profile.waits);
  world.addData(step.as, control, connection, step.plain);
  return wanted.includes('closed') && (await endsAtOnce(connection)) ? 'closed' : 'connected';
}

/** Long enough for a FIN that is on its way, short enough not to wait for a transfer. */
const AT_ONCE_MS = 1500;

async function endsAtOnce(connection: DataConnection): Promise<boolean> {
  try {
    return (await connection.arrival(AT_ONCE_MS)) !== 'data';
  } catch (error) {
    if (error instanceof Timeout) return false;
    throw error;
  }
}
