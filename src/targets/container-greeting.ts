import { setTimeout as pause } from 'node:timers/promises';
import { ControlConnection } from '../client/control.ts';
import { dial } from '../client/dial.ts';
import { formatMs } from '../client/failures.ts';
import { Transcript } from '../client/transcript.ts';
import { formatEndpoint, type Endpoint } from '../wire/endpoint.ts';
import { ContainerError } from './container-engine.ts';

/** Between two tries: a server that starts needs some hundred milliseconds. */
const BETWEEN_TRIES_MS = 100;
const DIAL_MS = 2_000;
/** A server that looks up its client's name in vain takes this long to greet. */
const GREETING_MS = 15_000;
/** How much later than at its first address a server may greet at the others. */
const GRACE_MS = 3_000;

export interface Awaited {
  /** the image, for messages */
  readonly what: string;
  /** the server speaks TLS from the first byte */
  readonly implicitTls: boolean;
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
  /** undefined while the container runs */
  readonly exitStatus: () => Promise<number | undefined>;
  readonly logs: () => Promise<string>;
}

/**
 * Waits until the server greets with 220.
 * @returns the endpoints where it does, at least one, in the order given
 * @throws ContainerError with the server's last output, when it ends or does not greet in time
 * @throws the signal's reason
 */
export async function untilServerGreets(
  candidates: readonly Endpoint[],
  awaited: Awaited,
): Promise<readonly Endpoint[]> {
  const greeted = new Set<Endpoint>();
  let end = performance.now() + awaited.ms;
  for (;;) {
    const status = await awaited.exitStatus();
    if (status !== undefined)
      throw await explained(`The server of ${awaited.what} ended with status ${status}`, awaited);
    const silent = candidates.filter((endpoint) => !greeted.has(endpoint));
    const left = end - performance.now();
    const misses = await Promise.all(
      silent.map(async (endpoint) => {
        const miss = await tryOnce(endpoint, left, awaited);
        if (miss === undefined) greeted.add(endpoint);
        return miss === undefined ? [] : [`${formatEndpoint(endpoint)}: ${miss}`];
      }),
    );
    awaited.signal?.throwIfAborted();
    const first = greeted.size > 0 && silent.length === candidates.length;
    if (first) end = Math.min(end, performance.now() + GRACE_MS);
    if (greeted.size === candidates.length) return candidates;
    if (performance.now() > end) {
      if (greeted.size > 0) return candidates.filter((endpoint) => greeted.has(endpoint));
      const time = formatMs(awaited.ms);
      const came = misses.flat().join('; ');
      throw await explained(
        `The server of ${awaited.what} did not greet with 220 within ${time} (${came})`,
        awaited,
      );
    }
    await pause(BETWEEN_TRIES_MS);
  }
}

/** Undefined for a 220, otherwise what came instead. */
async function tryOnce(
  endpoint: Endpoint,
  left: number,
  { implicitTls, signal }: Awaited,
): Promise<string | undefined> {
  const dialled = await dial(endpoint, { timeoutMs: DIAL_MS });
  if (dialled.outcome !== 'connected') return `the connection is ${dialled.outcome}`;
  const control = new ControlConnection('control', dialled.channel, new Transcript([]));
  const abort = () => control.destroy();
  signal?.addEventListener('abort', abort);
  const ms = Math.min(GREETING_MS, left);
  try {
    const settings = { servername: endpoint.host, verify: false, ca: undefined };
    if (implicitTls) await control.secure(settings, ms);
    const { code, lines } = await control.reply(ms);
    return code === 220 ? undefined : `the server says "${lines[0]?.text ?? ''}"`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    signal?.removeEventListener('abort', abort);
    control.destroy();
  }
}

async function explained(what: string, { logs }: Awaited): Promise<ContainerError> {
  const written = await logs();
  if (written === '') return new ContainerError(`${what}, and it wrote nothing.`);
  const indented = written.replaceAll(/^/gm, '  ');
  return new ContainerError(`${what}; the last that it wrote is\n${indented}`);
}
