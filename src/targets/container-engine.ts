import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import type { ContainerRuntimeClient } from 'testcontainers';

/** A container target that cannot be had: one sentence for the user, with what to do. */
export class ContainerError extends Error {
  override name = 'ContainerError';
}

/** A package that is not installed, because most users do without it; the message says how to get it. */
class MissingPackage extends Error {
  override name = 'MissingPackage';
}

/**
 * Whoever tests servers at URLs need not install what speaks to engines, nor all that it brings along.
 * @throws MissingPackage
 */
export function ensureTestcontainers(): void {
  try {
    import.meta.resolve('testcontainers');
  } catch {
    throw new MissingPackage(
      'containers need the package testcontainers beside ftpspec: npm install testcontainers, with -g if ftpspec was installed with it',
    );
  }
}

export type Engine = ContainerRuntimeClient;

/**
 * What a container carries so that the next run removes it when the process that started it died. (Ryuk
 * would do so earlier, but is one more image to pull, with the engine's socket in it.)
 */
const OWNER = 'ftpspec.owner';

/**
 * The engine that DOCKER_HOST or the usual sockets lead to.
 * @throws ContainerError where none answers
 */
export async function connectEngine(): Promise<Engine> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    return await getContainerRuntimeClient();
  } catch {
    const where = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
    throw new ContainerError(
      `No Docker engine answers at ${where}; start one, or set DOCKER_HOST to where one listens.`,
    );
  }
}

/** What the builder says about its steps, beside what the steps print. */
const BUILDERS_OWN = /^(Step \d|-+> |Removing intermediate container)/;

/**
 * Builds the Dockerfile in a directory.
 * @param tag the image's name
 * @throws ContainerError with the last line of the step that failed
 */
export async function buildImage(
  engine: Engine,
  directory: string,
  tag: string,
  signal?: AbortSignal,
): Promise<void> {
  const src = await readdir(directory).catch((): string[] => []);
  if (!src.includes('Dockerfile'))
    throw new ContainerError(`There is no Dockerfile in ${directory}.`);
  const { dockerode } = engine.container;
  // dockerode itself, because testcontainers' own build neither says what failed nor can be interrupted.
  const options = { t: tag, rm: true, forcerm: true, ...(signal ? { abortSignal: signal } : {}) };
  let lastLine = '';
  try {
    const progress = await dockerode.buildImage({ context: directory, src }, options);
    await new Promise<void>((resolve, reject) => {
      dockerode.modem.followProgress(
        progress,
        (error) => (error ? reject(error) : resolve()),
        (event: { stream?: string; error?: string }) => {
          if (event.error !== undefined) reject(new Error(event.error));
          const line = stripVTControlCharacters(event.stream ?? '').trim();
          if (line !== '' && !BUILDERS_OWN.test(line)) lastLine = line;
        },
      );
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ContainerError(
      `The image in ${directory} could not be built: ${sentence(error)}` +
        (lastLine ? `; the last output is "${lastLine}".` : '.'),
    );
  }
}

/**
 * Makes sure that the image is here, with the credentials of the user's Docker configuration.
 * @throws ContainerError
 */
export async function pullImage(
  engine: Engine,
  image: string,
  signal?: AbortSignal,
): Promise<void> {
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  const pulled = engine.image.pull(name).then(() => 'the registry does not have it', sentence);
  // A pull cannot be called back; one that goes on alone does no harm.
  const reason = await (signal ? Promise.race([pulled, aborted(signal)]) : pulled);
  if (!(await engine.image.exists(name)))
    throw new ContainerError(
      `There is no image "${image}" here, and it could not be pulled: ${reason}.`,
    );
}

/** The labels of a container or network that this process answers for. */
export async function ownerLabels(): Promise<Record<string, string>> {
  return { [OWNER]: `${await thisSystem()}/${process.pid}` };
}

/** Removes the containers and networks whose owner on this system died without removing them. */
export async function removeLeftovers(engine: Engine): Promise<void> {
  const system = await thisSystem();
  const isLeftover = ({ Labels }: { Labels?: Record<string, string> | undefined }) => {
    const [owner, pid] = splitOwner(Labels?.[OWNER] ?? '');
    return owner === system && !isRunning(pid);
  };
  const { dockerode } = engine.container;
  const filters = { label: [OWNER] };
  const containers = await dockerode.listContainers({ all: true, filters });
  for (const { Id } of containers.filter(isLeftover)) await removeContainer(engine, Id);
  const networks = await dockerode.listNetworks({ filters });
  for (const { Id } of networks.filter(isLeftover))
    // another process may be faster; what a container still uses goes with the next run
    await dockerode
      .getNetwork(Id)
      .remove()
      .catch(() => undefined);
}

/** Removes a container, running or not, with its volumes; nothing happens where it is gone. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  const container = engine.container.getById(id);
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    const { statusCode } = error as { statusCode?: number };
    const isGoing = statusCode === 404 || statusCode === 409;
    if (!isGoing)
      throw new ContainerError(`Container ${id} could not be removed: ${sentence(error)}.`);
  });
}

/** The last lines that the container wrote, as far as there are any. */
export async function lastLines(engine: Engine, id: string, count: number): Promise<string> {
  const frames = await engine.container
    .getById(id)
    .logs({ stdout: true, stderr: true, tail: count });
  return withoutFrames(frames).trimEnd();
}

/** What an engine's error says, without its code and full stop. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^\(HTTP code \d+\) [^-]*- /, '')
    .trim()
    .replace(/\.$/, '');
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  await once(signal, 'abort');
  throw signal.reason;
}

/** Output of a container without a terminal comes in frames: stream, three zeros, length (four bytes). */
function withoutFrames(frames: Buffer): string {
  if (frames.length < 8 || (frames[0] ?? 0) > 2 || frames.readUIntBE(1, 3) !== 0)
    return frames.toString();
  const pieces = [];
  for (let at = 0; at + 8 <= frames.length; at += 8 + frames.readUInt32BE(at + 4))
    pieces.push(frames.subarray(at + 8, at + 8 + frames.readUInt32BE(at + 4)));
  return Buffer.concat(pieces).toString();
}

/** Process ids mean something only within one host and one namespace of process ids. */
async function thisSystem(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()}/${namespace}`;
}

function splitOwner(label: string): [system: string, pid: number] {
  const at = label.lastIndexOf('/');
  return [label.slice(0, at), Number(label.slice(at + 1))];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
