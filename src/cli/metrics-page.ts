import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatEndpoint } from '../wire/endpoint.ts';
import { UsageError } from './exit.ts';
import type { HostAndPort } from './parse-values.ts';

/** A page that Prometheus reads: `/metrics`, on a port. */
export interface MetricsPage {
  /** where it is */
  readonly url: string;
  /** Each text takes the place of the one before. */
  readonly output: { write(text: string): void };
  close(): void;
}

const PATH = '/metrics';
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const LOOPBACK = '127.0.0.1';
/** How long a reader may take to ask. */
const ASK_MS = 10_000;
const MOST_READERS = 16;

/**
 * Listens, on loopback where no host is named; whoever opens it closes it.
 * Port 0 takes a free one.
 * @throws UsageError where nothing can listen there
 */
export async function openMetricsPage({
  host = LOOPBACK,
  port,
}: HostAndPort): Promise<MetricsPage> {
  let latest: string | undefined;
  const answer: RequestListener = ({ method = '', url = '' }, response) => {
    const isRead = ['GET', 'HEAD'].includes(method);
    const [status, text] = !isRead
      ? [405, 'this page is read with GET\n']
      : url.split('?', 1)[0] !== PATH
        ? [404, `metrics are at ${PATH}\n`]
        : latest === undefined
          ? [503, 'no round is over yet\n']
          : [200, latest];
    response.writeHead(status, {
      'content-type': CONTENT_TYPE,
      'content-length': Buffer.byteLength(text),
      ...(!isRead && { allow: 'GET, HEAD' }),
    });
    response.end(method === 'HEAD' ? undefined : text);
  };
  const server = createServer(
    { requestTimeout: ASK_MS, headersTimeout: ASK_MS, connectionsCheckingInterval: ASK_MS / 2 },
    answer,
  );
  server.maxConnections = MOST_READERS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const place = formatEndpoint({ host, port });
      reject(
        new UsageError(
          `nothing can listen at ${place} (${code ?? message}); choose another with --metrics`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${formatEndpoint({ host: address, port: taken })}${PATH}`,
    output: { write: (text) => (latest = text) },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
