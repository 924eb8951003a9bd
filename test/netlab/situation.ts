import { authority } from './certificates.ts';
import type { Network } from './network.ts';
import type { Service } from './servers/service.ts';

/** A network with its servers, and what a diagnosis of it must say first. */
export interface Situation {
  /** `code/form`, unique */
  id: string;
  /** A cause's code, or `healthy`. */
  code: string;
  /** The situation in one sentence. */
  title: string;
  url: string;
  /** Further arguments of `ftpspec diagnose`. */
  args?: readonly string[];
  network?: Network;
  services: readonly Service[];
  /** Codes accepted instead, where a client cannot tell them apart. */
  also?: readonly string[];
  /** Further faults that are there and have to be found as well, after the first: code and arguments of its check. */
  and?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What holds there besides, found or not. */
  besides?: readonly string[];
  /** What the report has to say of both ends, where a peer is asked. */
  otherEnd?: readonly string[];
  /** Arguments of the independent check that shows the situation is there. */
  check?: Readonly<Record<string, unknown>>;
}

/** Whether a cause holds in a situation. */
export function holds(code: string, situation: Situation): boolean {
  const { also = [], and = {}, besides = [] } = situation;
  return [situation.code, ...also, ...Object.keys(and), ...besides].includes(code);
}

type Form = Omit<Situation, 'id' | 'code'>;

/** The forms of one code, by name. */
export const forms = (code: Situation['code'], list: Readonly<Record<string, Form>>): Situation[] =>
  Object.entries(list).map(([name, form]) => ({ id: `${code}/${name}`, code, ...form }));

export const plain = 'ftp://tester:secret@203.0.113.20/';
export const plain6 = 'ftp://tester:secret@[2001:db8:c::20]/';
export const dual = 'ftp://tester:secret@dual.example.net/';
export const named = 'ftp://tester:secret@ftp.example.net/';
export const secure = 'ftpes://tester:secret@ftp.example.net/';
export const secure6 = 'ftpes://tester:secret@ftp6.example.net/';

/** The lab's own root is trusted. */
export const trusted = ['--ca', authority] as const;

/** A stateful filter: what was let in may answer, and these TCP ports are open. */
export const stateful = (ports: string): string[] => [
  'ct state established,related accept',
  'meta l4proto { icmp, ipv6-icmp } accept',
  `tcp dport { ${ports} } accept`,
  'drop',
];

/** So many packets in a hundred are lost, by chance, in each direction. */
export const losing = (percent: number): string[] => [
  `meta l4proto tcp numgen random mod 100 < ${percent} drop`,
];

export const range = '50000-50100';
