import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../wire/endpoint.ts';
import { Channel } from './channel.ts';
import { errorCode } from './failures.ts';
import { afterWaiting } from './waiting.ts';

/**
 * refused: RST or a reject rule. filtered: no answer within the time. unreachable: no route, or ICMP says
 * so. failed: anything else (`code` tells).
 */
export const DIAL_OUTCOMES = ['connected', 'refused', 'filtered', 'unreachable', 'failed'] as const;
export type DialOutcome = (typeof DIAL_OUTCOMES)[number];

export type Dialled =
  | { readonly outcome: 'connected'; readonly channel: Channel; readonly ms: number }
  | {
      readonly outcome: Exclude<DialOutcome, 'connected'>;
      readonly code: string;
      readonly ms: number;
    };

export interface DialOptions {
  readonly timeoutMs: number;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  /** gives up at once when it fires; the outcome is `failed` then */
  readonly signal?: AbortSignal | undefined;
}

const OUTCOMES: Readonly<Record<string, Exclude<DialOutcome, 'connected'>>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'filtered',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EACCES: 'unreachable',
  ENOPROTOOPT: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
};

/** Connects to an address literal. Never throws: how it went is the answer. */
export async function dial(to: Endpoint, options: DialOptions): Promise<Dialled> {
  const start = performance.now();
  return await new Promise((resolve) => {
    const socket = open(to, options);
    const timer = afterWaiting(options.timeoutMs, () => {
      giveUp('filtered', 'timeout');
    });
    const abort = (): void => giveUp('failed', 'aborted');
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    };
    const giveUp = (outcome: Exclude<DialOutcome, 'connected'>, code: string): void => {
      if (isSettled) return;
      settled();
      socket.destroy();
      resolve({ outcome, code, ms: performance.now() - start });
    };
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted === true) abort();
    socket.once('connect', () => {
      settled();
      socket.removeAllListeners('error');
      resolve({
        outcome: 'connected',
        channel: new Channel(socket),
        ms: performance.now() - start,
      });
    });
    socket.once('error', (error) => {
      const code = errorCode(error);
      giveUp(OUTCOMES[code] ?? 'failed', code);
    });
  });
}

function open({ host, port }: Endpoint, { localAddress, localPort }: DialOptions): Socket {
  return connect({
    host,
    port,
    allowHalfOpen: true,
    ...(localAddress !== undefined && { localAddress }),
    ...(localPort !== undefined && { localPort }),
  });
}
