import type { Started } from '../targets/embedded.ts';
import type { Target } from '../targets/url.ts';
import { CONTROL_PORT, type ContainerArguments, containerEnv } from './options/container.ts';
import { UsageError } from './exit.ts';
import { flags, withoutPassword } from './rerun-command.ts';
import { account, portRange } from './parse-values.ts';

const SECURITY: Readonly<Record<'explicit' | 'implicit', Target['security']>> = {
  explicit: 'ftpes',
  implicit: 'ftps',
};

/** Starts the container that the command line names. @throws ContainerError, UsageError */
export async function startContainer(
  args: ContainerArguments,
  signal: AbortSignal,
): Promise<Started> {
  const { startContainer: start } = await import('../targets/container.ts');
  const { image, dockerfile = '', containerUser, containerTls, containerPassive } = args;
  const user = containerUser === undefined ? undefined : account(containerUser, 'container-user');
  const env = containerEnv(args);
  const container = await start(image === undefined ? { dockerfile } : { image }, {
    port: args.containerPort,
    capabilities: args.containerCap,
    implicitTls: containerTls === 'implicit',
    env,
    secrets: [user?.password ?? '', ...secretsAmong(env)],
    publish:
      containerPassive === undefined ? [] : range(portRange(containerPassive, 'container-passive')),
    signal,
  });
  const [first] = container.endpoints;
  if (!first)
    throw new UsageError(`the container ${container.describe} cannot be reached from here`);
  return {
    target: {
      security: containerTls === undefined ? 'ftp' : SECURITY[containerTls],
      host: first.host,
      port: first.port,
      user: user?.user,
      password: user?.password,
      directory: '',
    },
    addresses: container.endpoints
      .filter(({ port }) => port === first.port)
      .map(({ host }) => host),
    name: image ?? dockerfile,
    stop: () => container.stop(),
  };
}

/** The options that start the same container again, but for secrets. */
export function rerunOfContainer(args: ContainerArguments): string {
  const { containerPort, containerCap, containerEnv: env } = args;
  return flags([
    ['image', args.image],
    ['dockerfile', args.dockerfile],
    ['container-user', withoutPassword(args.containerUser)],
    ['container-port', containerPort === CONTROL_PORT ? undefined : containerPort],
    ['container-tls', args.containerTls],
    ['container-passive', args.containerPassive],
    // Images take passwords that way.
    ...env.map((pair) => ['container-env', `${pair.split('=', 1)[0] ?? ''}=VALUE`] as const),
    ...containerCap.map((cap) => ['container-cap', cap] as const),
  ]);
}

/** Images take passwords in their environment. */
function secretsAmong(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /pass|pwd|secret|token|key|credential/i.test(name) ? [value] : [],
  );
}

function range([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
