import { authority } from './certificates.ts';
import type { Network } from './network.ts';
import type { Service } from './servers/service.ts';

/** The causes a diagnosis tells apart. */
export const codes = [
  'dns-failure',
  'control-filtered',
  'control-refused',
  'control-unreachable',
  'not-ftp',
  'greeting-stalled',
  'connection-limit',
  'login-refused',
  'tls-required',
  'tls-untrusted',
  'tls-handshake-failed',
  'tls-data-protection-required',
  'tls-session-reuse-required',
  'tls-close-notify',
  'passive-address-private',
  'passive-address-unusable',
  'passive-address-foreign',
  'passive-ports-filtered',
  'passive-ports-refused',
  'passive-ports-partly-open',
  'passive-port-hijacked',
  'passive-range-exhausted',
  'passive-rejects-peer',
  'passive-load-balanced',
  'epsv-broken',
  'ipv6-data-broken',
  'active-inbound-blocked',
  'active-address-refused',
  'active-disabled',
  'active-source-port',
  'active-source-address',
  'active-port-collision',
  'alg-rewrites',
  'alg-blinded-by-tls',
  'alg-drops-reply',
  'inspection-masks',
  'helper-missing',
  'helper-port-21-only',
  'control-dropped-during-transfer',
  'server-idle-timeout',
  'path-mtu-black-hole',
  'transfer-stalled',
  'transfer-truncated',
  'control-closed',
] as const;
type Code = (typeof codes)[number];

/** A world and what a diagnosis of it must say first. */
export interface Situation {
  /** `code/form`, unique */
  id: string;
  code: Code | 'healthy';
  /** The world in one sentence. */
  title: string;
  url: string;
  /** Further arguments of `ftpspec diagnose`. */
  args?: readonly string[];
  network?: Network;
  services: readonly Service[];
  /** Codes accepted instead, where a client cannot tell them apart. */
  also?: readonly Code[];
  /** Arguments of the independent check that shows the situation is there. */
  seen?: Readonly<Record<string, unknown>>;
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

export const range = '50000-50100';
