import type { Options } from 'yargs';
import { UsageError } from '../exit.ts';
import { account, portRange, wholeNumber } from '../parse-values.ts';
import { LIST, NUMBER, splitCommas, TEXT } from './kinds.ts';

/** Which container to start, and how to log in. */
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

/** The image or folder that is to be started, undefined where none is. */
export function containerSource({ image, dockerfile }: ContainerArguments): string | undefined {
  return image ?? dockerfile;
}

/** The control port, where nothing else is said. */
export const CONTROL_PORT = 21;

const text = { ...TEXT, group: 'Container:' } as const;
const list = { ...LIST, default: [], group: 'Container:' } as const;

/** The options of a container target. */
export const CONTAINER_OPTIONS = {
  image: { ...text, describe: 'Start a container of this image and test it' },
  dockerfile: { ...text, describe: 'Build this folder, start it and test it' },
  'container-port': {
    ...NUMBER,
    group: 'Container:',
    default: CONTROL_PORT,
    describe: 'Its control port',
  },
  'container-user': { ...text, describe: 'user:password to log in with' },
  'container-tls': {
    ...text,
    choices: ['explicit', 'implicit'],
    describe: 'Test it under TLS: explicit (AUTH TLS) or implicit (from the first byte)',
  },
  'container-passive': {
    ...text,
    describe: 'Publish its passive range A-B, where its own address cannot be reached',
  },
  'container-env': { ...list, describe: 'NAME=VALUE for its environment' },
  'container-cap': {
    ...list,
    coerce: splitCommas,
    describe: 'Linux capabilities that the server needs beyond the usual, such as SYS_NICE',
  },
} as const satisfies Record<string, Options>;

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
