import type { ReferenceOptions } from '../reference/index.ts';
import { parseTarget, type Target } from './url.ts';

/** A target that we started ourselves and stop at the end. */
export interface Started {
  readonly target: Target;
  readonly addresses: readonly string[];
  /** how reports name it */
  readonly name: string;
  stop(): Promise<void>;
}

/** What the embedded server has to offer beyond its own account. */
export interface StartedEmbedded extends Started {
  readonly second: { readonly user: string; readonly password: string };
  /** costs no memory, which one that is stored there would */
  readonly largeFile: string;
}

/** Starts the embedded server on loopback. It gives up waiting for data connections sooner than others do. */
export async function startEmbedded(options: ReferenceOptions = {}): Promise<StartedEmbedded> {
  const { startReference } = await import('../reference/index.ts');
  const server = await startReference({ acceptTimeoutMs: 3000, ...options });
  const [first = '127.0.0.1'] = server.hosts;
  const host = first.includes(':') ? `[${first}]` : first;
  return {
    target: {
      ...parseTarget(`ftp://${host}:${server.port}`),
      user: server.user,
      password: server.password,
    },
    addresses: server.hosts,
    name: 'embedded',
    second: { user: 'second', password: ' spaces count ' },
    largeFile: '/pub/large.bin',
    stop: () => server.close(),
  };
}
