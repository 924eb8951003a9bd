import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { hideSecrets } from '../client/secrets.ts';
import { formatEndpoint, type Endpoint } from '../wire/endpoint.ts';
import {
  buildImage,
  connectEngine,
  ContainerError,
  type Engine,
  lastLines,
  ownerLabels,
  pullImage,
  removeContainer,
  removeLeftovers,
  sentence,
} from './container-engine.ts';
import { untilServerGreets } from './container-greeting.ts';
import { findEndpoints } from './container-network.ts';

/** An image by its name, or a directory with a Dockerfile. */
export type ContainerSource = { readonly image: string } | { readonly dockerfile: string };

export interface ContainerOptions {
  /** the control port in the container; 21 */
  readonly port?: number;
  /** the server speaks TLS from the first byte */
  readonly implicitTls?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** a network of the engine; otherwise its default network, which seldom has IPv6 */
  readonly network?: string;
  /** runs the server under the engine's init: not every server reaps its children as process 1 */
  readonly init?: boolean;
  /** Linux capabilities besides the engine's usual ones, without CAP_ */
  readonly capabilities?: readonly string[];
  /**
   * Ports published one to one besides the control port: the passive range, where containers cannot be
   * reached by their own addresses (Docker Desktop, rootless and remote engines)
   */
  readonly publish?: readonly number[];
  /** what its output must not show when it is quoted */
  readonly secrets?: readonly string[];
  /** how long the server may take to greet; 60 s */
  readonly greetingMs?: number;
  /** ends the start; the container is removed then */
  readonly signal?: AbortSignal;
}

/** A server that greets. Whoever started it stops it. */
export interface RunningContainer {
  /** where the control port is reached from here: IPv4 first, then IPv6 where the network has it */
  readonly endpoints: readonly Endpoint[];
  /** image, container and how it is reached, for people */
  readonly describe: string;
  /** the last lines that the server wrote */
  logs(): Promise<string>;
  /** removes the container; may be called again */
  stop(): Promise<void>;
}

const CONTROL_PORT = 21;
const GREETING_MS = 60_000;
const LOG_LINES = 20;

/**
 * Starts a container and waits until the server in it greets with 220.
 * @throws ContainerError where there is no engine, no image or no greeting; nothing is left behind then
 * @throws the signal's reason
 */
export async function startContainer(
  source: ContainerSource,
  options: ContainerOptions = {},
): Promise<RunningContainer> {
  const engine = await connectEngine();
  await removeLeftovers(engine);
  const image = await provideImage(engine, source, options.signal);
  const id = await createContainer(engine, image, options);
  const stop = () => removeContainer(engine, id);
  const hide = hideSecrets(options.secrets ?? []);
  const logs = async () => hide(await lastLines(engine, id, LOG_LINES));
  try {
    options.signal?.throwIfAborted();
    await engine.container.start(engine.container.getById(id)).catch((error: unknown) => {
      throw new ContainerError(`The container of ${image} did not start: ${sentence(error)}.`);
    });
    const { candidates, way } = await findEndpoints(engine, id, options.port ?? CONTROL_PORT);
    const endpoints = await untilServerGreets(candidates, {
      what: image,
      implicitTls: options.implicitTls ?? false,
      ms: options.greetingMs ?? GREETING_MS,
      signal: options.signal,
      exitStatus: () => exitStatus(engine, id),
      logs,
    });
    const places = endpoints.map(formatEndpoint).join(' and ');
    return {
      endpoints,
      describe: `${image}, container ${id.slice(0, 12)}, ${way} ${places}`,
      logs,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The name of an image that is here now. */
async function provideImage(
  engine: Engine,
  source: ContainerSource,
  signal: AbortSignal | undefined,
): Promise<string> {
  if ('image' in source) {
    await pullImage(engine, source.image, signal);
    return source.image;
  }
  // The directory's own name again and again, so that a second run builds nothing.
  const directory = resolve(source.dockerfile);
  const readable = basename(directory)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 8);
  const tag = `ftpspec/${readable}-${digest}`.replaceAll(/-+/g, '-');
  await buildImage(engine, directory, tag, signal);
  return tag;
}

async function createContainer(
  engine: Engine,
  image: string,
  {
    port = CONTROL_PORT,
    env = {},
    network,
    init = false,
    capabilities = [],
    publish = [],
  }: ContainerOptions,
): Promise<string> {
  // On a local engine nobody but this machine gets at the server under test.
  const { host } = engine.info.containerRuntime;
  const HostIp = host === 'localhost' || host === '127.0.0.1' ? '127.0.0.1' : '';
  const PortBindings = {
    [`${port}/tcp`]: [{ HostIp, HostPort: '0' }],
    ...Object.fromEntries(publish.map((one) => [`${one}/tcp`, [{ HostIp, HostPort: `${one}` }]])),
  };
  try {
    const container = await engine.container.create({
      Image: image,
      Labels: await ownerLabels(),
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: Object.fromEntries(Object.keys(PortBindings).map((name) => [name, {}])),
      HostConfig: {
        PortBindings,
        Init: init,
        CapAdd: [...capabilities],
        ...(network === undefined ? {} : { NetworkMode: network }),
      },
    });
    return container.id;
  } catch (error) {
    throw new ContainerError(`No container of ${image} could be made: ${sentence(error)}.`);
  }
}

/** Undefined while the container runs. */
async function exitStatus(engine: Engine, id: string): Promise<number | undefined> {
  const { State } = await engine.container.inspect(engine.container.getById(id));
  return State.Running ? undefined : State.ExitCode;
}
