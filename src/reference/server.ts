import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { isIPv6 } from 'node:net';
import type { SecureContext } from 'node:tls';
import { Conversation } from './conversation.ts';
import type { Owned } from './data.ts';
import { ServeError } from './errors.ts';
import { ActiveBehaviours } from './behaviours/hooks.ts';
import type { Fault } from './faults/fault.ts';
import { builtinFaults, pickFaults } from './faults/index.ts';
import { pickVariations } from './variations/index.ts';
import { settle, type Account, type HonestOptions, type Settings } from './options.ts';
import { PassivePorts } from './passive-ports.ts';
import type { Shared } from './session.ts';
import { seededStore } from './store/seed.ts';
import { makeCertificate, makeContext, type Certificate } from './tls.ts';

/** How the reference server is to run. */
export interface ReferenceOptions extends HonestOptions {
  /** faults to seed: ids of built-in ones, or any others as they are */
  readonly faults?: readonly (string | Fault)[];
  /** ids of lawful variations */
  readonly variations?: readonly string[];
}

/** A server that is running. */
export interface ReferenceServer {
  readonly port: number;
  /** the addresses it listens on */
  readonly hosts: readonly string[];
  /** the first account */
  readonly user: string;
  readonly password: string;
  readonly accounts: readonly Account[];
  /** PEM; undefined without TLS */
  readonly certificate: string | undefined;
  /** ids of the faults seeded */
  readonly faults: readonly string[];
  /** Closes every connection and listener; resolves when they are gone. */
  close(): Promise<void>;
}

const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Starts the conforming server, or one with faults.
 * @throws ServeError for an unknown fault, a port in use and the like
 */
export async function startReference(options: ReferenceOptions = {}): Promise<ReferenceServer> {
  const faults = (options.faults ?? []).flatMap(lookUp);
  const behaviours = new ActiveBehaviours([...pickVariations(options.variations ?? []), ...faults]);
  const settings = settle(options, ...behaviours.options);
  const [first] = settings.accounts;
  if (!first) throw new ServeError('The server needs an account.');
  const owned = new Set<Owned>();
  const own = (one: Owned): void => {
    owned.add(one);
    one.once('close', () => owned.delete(one));
  };
  const certificate = await certificateFor(settings, options);
  const context = certificate && makeContext(certificate);
  const clients = new Set<Socket>();
  const shared: Shared = {
    settings,
    quirk: (name) => behaviours.quirk(name),
    store: seededStore(settings),
    passivePorts: new PassivePorts(settings.passivePorts),
    tlsContext: () => contextOrError(context),
    own,
  };
  const accept = (socket: Socket): void => {
    own(socket);
    clients.add(socket);
    socket.once('close', () => clients.delete(socket));
    const welcome = clients.size <= settings.maxClients;
    void new Conversation(socket, shared, behaviours).open(welcome);
  };
  const { port, listeners } = await listen(options.host, settings.port, accept);
  return {
    port,
    hosts: [...listeners.keys()],
    user: first.user,
    password: first.password,
    accounts: settings.accounts,
    certificate: certificate?.cert,
    faults: faults.map(({ id }) => id),
    close: async () => {
      const closed = [...listeners.values()].map((listener) => shut(listener));
      for (const one of owned)
        if ('destroy' in one) one.destroy();
        else one.close();
      await Promise.all(closed);
    },
  };
}

function lookUp(wanted: string | Fault): readonly Fault[] {
  return typeof wanted === 'string' ? pickFaults([wanted], builtinFaults()) : [wanted];
}

async function certificateFor(
  { tls, implicit, virtualHosts }: Settings,
  { certificate, host }: HonestOptions,
): Promise<Certificate | undefined> {
  if (tls === 'off' && !implicit) return undefined;
  const addresses = [...new Set([...LOOPBACK, ...(host ?? [])])];
  return certificate ?? makeCertificate(['localhost', ...virtualHosts], addresses);
}

function contextOrError(context: SecureContext | undefined): Promise<SecureContext> {
  return context ? Promise.resolve(context) : Promise.reject(new Error('TLS is off'));
}

async function listen(
  hosts: readonly string[] | undefined,
  port: number,
  accept: (socket: Socket) => void,
): Promise<{ port: number; listeners: Map<string, Server> }> {
  for (let tries = 0; tries < TRIES; tries++) {
    const wanted = port === 0 ? await likelyPort(hosts?.[0] ?? '127.0.0.1') : port;
    const listeners = new Map<string, Server>();
    try {
      for (const host of hosts ?? LOOPBACK) {
        const listener = createServer({ allowHalfOpen: true }, accept);
        try {
          await listenOn(listener, host, wanted);
          listeners.set(host, listener);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          // A machine without IPv6 serves IPv4 only.
          const absent = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
          if (!(absent && hosts === undefined && isIPv6(host))) throw error;
        }
      }
      return { port: wanted, listeners };
    } catch (error) {
      await Promise.all([...listeners.values()].map(shut));
      const { code } = error as NodeJS.ErrnoException;
      if (port !== 0 || code !== 'EADDRINUSE') throw reason(error as Error, wanted);
    }
  }
  throw new ServeError(`No free port was found in ${TRIES} tries; name one.`);
}

const TRIES = 50;

function reason(error: NodeJS.ErrnoException & { address?: string }, port: number): ServeError {
  const where = `port ${port}${error.address === undefined ? '' : ` of ${error.address}`}`;
  if (error.code === 'EADDRINUSE')
    return new ServeError(`${where} is in use; stop what listens there or name another port.`);
  if (error.code === 'EACCES')
    return new ServeError(`${where} needs root; name a port from 1024 on.`);
  return new ServeError(`The server cannot listen on ${where}: ${error.message}.`);
}

/**
 * A free port with a free one below it, the default data port. It lies below the ports that systems give
 * to clients, so that none of these takes the lower one later.
 */
async function likelyPort(host: string): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = 10_001 + Math.floor(Math.random() * 10_000);
    const below = createServer();
    try {
      await listenOn(below, host, port - 1);
      return port;
    } catch {
      // taken; the next one
    } finally {
      await shut(below);
    }
  }
  return 0;
}

async function listenOn(listener: Server, host: string, port: number): Promise<void> {
  listener.listen({ host, port, exclusive: true });
  await once(listener, 'listening');
}

async function shut(listener: Server): Promise<void> {
  if (!listener.listening) return;
  listener.close();
  await once(listener, 'close');
}
