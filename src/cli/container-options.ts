import type { Argv } from 'yargs';
import { UsageError } from './exit.ts';
import { splitCommas } from './selection.ts';
import { account, portRange, wholeNumber } from './parse-values.ts';

/** Which container to start, and how to come in. */
export interface ContainerArguments {
  readonly image?: string | undefined;
  readonly dockerfile?: string | undefined;
  readonly containerPort: number;
  readonly containerUser?: string | undefined;
  readonly containerTls?: 'explicit' | 'implicit' | undefined;
  readonly containerPassive?: string | undefined;
  readonly containerEnv: readonly string[];
  readonly containerCap: readonly string[];
}

/** The control port, where nothing else is said. */
export const CONTROL_PORT = 21;

/** The options of a container target. */
export function containerOptions<T>(yargs: Argv<T>): Argv<T & ContainerArguments> {
  const group = 'Container:';
  const text = { type: 'string', requiresArg: true, group } as const;
  const list = { type: 'array', string: true, default: [], requiresArg: true, group } as const;
  return yargs
    .option('image', { ...text, describe: 'Start a container of this image and test it' })
    .option('dockerfile', { ...text, describe: 'Build this folder, start it and test it' })
    .option('container-port', {
      type: 'number',
      requiresArg: true,
      group,
      default: CONTROL_PORT,
      describe: 'Its control port',
    })
    .option('container-user', { ...text, describe: 'user:password to log in with' })
    .option('container-tls', {
      ...text,
      choices: ['explicit', 'implicit'],
      describe: 'Test it under TLS: explicit (AUTH TLS) or implicit (from the first byte)',
    })
    .option('container-passive', {
      ...text,
      describe: 'Publish its passive range A-B, where its own address cannot be reached',
    })
    .option('container-env', { ...list, describe: 'NAME=VALUE for its environment' })
    .option('container-cap', {
      ...list,
      coerce: splitCommas,
      describe: 'Linux capabilities that the server needs besides the usual, such as SYS_NICE',
    }) as unknown as Argv<T & ContainerArguments>;
}

/** @throws UsageError for what yargs itself cannot check */
export function checkContainer(args: ContainerArguments): void {
  wholeNumber('container-port', args.containerPort, 1, 65535);
  if (args.containerUser !== undefined) account(args.containerUser, 'container-user');
  if (args.containerPassive !== undefined) portRange(args.containerPassive, 'container-passive');
  containerEnv(args);
  if (args.image !== undefined && args.dockerfile !== undefined)
    throw new UsageError('--image and --dockerfile exclude each other');
}

/** @throws UsageError */
export function containerEnv({ containerEnv: pairs }: ContainerArguments): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`--container-env takes NAME=VALUE, not ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
