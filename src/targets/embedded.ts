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

/** Starts the embedded server on loopback. It gives up waiting for data connections sooner than others do. */
export async function startEmbedded(
  options: ReferenceOptions = {},
): Promise<Started & { readonly second: { user: string; password: string } }> {
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
    stop: () => server.close(),
  };
}
