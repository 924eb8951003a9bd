import type { Transfer } from '../../probe/observations.ts';
import { formatPorts } from '../../wire/ports.ts';

/** What many passive transfers tell about the ports they were given. */
export interface PortTable {
  /** announced ports that carried every transfer, ascending */
  readonly good: readonly number[];
  /** those that carried none */
  readonly bad: readonly number[];
  /** those that carried one and failed another */
  readonly fickle: readonly number[];
}

/** Sorts passive transfers by their announced ports; those that never got a port are left out. */
export function portTable(transfers: readonly Transfer[]): PortTable {
  const found = new Map<number, { good: number; bad: number }>();
  for (const { endpoint, stopped } of transfers) {
    if (!endpoint || stopped === 'set-up') continue;
    const entry = found.get(endpoint.port) ?? { good: 0, bad: 0 };
    if (stopped === undefined) entry.good++;
    else entry.bad++;
    found.set(endpoint.port, entry);
  }
  const ports = (pick: (entry: { good: number; bad: number }) => boolean): number[] =>
    [...found]
      .filter(([, entry]) => pick(entry))
      .map(([port]) => port)
      .sort((a, b) => a - b);
  return {
    good: ports(({ bad }) => bad === 0),
    bad: ports(({ good }) => good === 0),
    fickle: ports(({ good, bad }) => good > 0 && bad > 0),
  };
}

/**
 * Whether ports differ as such: none worked one time and failed another, and enough were tried again that
 * chance would hardly have left it at that.
 */
export function steady(transfers: readonly Transfer[]): boolean {
  const { fickle } = portTable(transfers);
  const ports = transfers.flatMap(({ endpoint, stopped }) =>
    endpoint && stopped !== 'set-up' ? [endpoint.port] : [],
  );
  return fickle.length === 0 && ports.length - new Set(ports).size >= ENOUGH_AGAIN;
}

/** If it were chance, even odds, each repetition would have shown it with a probability of a half. */
const ENOUGH_AGAIN = 4;

/** How often ports change between good and bad on the way up. */
export function changes({ good, bad }: PortTable): number {
  const order = [
    ...good.map((port) => [port, true] as const),
    ...bad.map((port) => [port, false] as const),
  ]
    .sort(([a], [b]) => a - b)
    .map(([, works]) => works);
  return order.filter((works, index) => index > 0 && works !== order[index - 1]).length;
}

/** Few ports one by one, many as a span and a count: `26 ports between 32891 and 59639`; empty for none. */
export function formatPortSpan(ports: readonly number[]): string {
  const all = [...new Set(ports)].sort((a, b) => a - b);
  const written = formatPorts(all);
  if (written.split(', ').length <= MOST_RUNS) return written;
  return `${all.length} ports between ${all[0] ?? 0} and ${all.at(-1) ?? 0}`;
}

/** Runs of ports that are still read. */
const MOST_RUNS = 4;
