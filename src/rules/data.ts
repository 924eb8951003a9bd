import { formatEndpoint } from '../wire/endpoint.ts';
import type { Check, Rule } from './rule.ts';

/** Where data connections come from and how they end. */
export const DATA: readonly Rule[] = [
  {
    id: 'rules/active-source-address',
    title: "Active data connections come from the control connection's peer",
    covers: ['RFC2577-4-PEER-2'],
    level: 'SHOULD',
    judge: ({ data }) =>
      data.flatMap((event): Check[] => {
        if (event.kind !== 'accepted') return [];
        if (event.from.host === event.control.host) return ['ok'];
        return [
          {
            expected: `a connection from ${event.control.host}`,
            actual: `one from ${formatEndpoint(event.from)}`,
            command: undefined,
          },
        ];
      }),
  },
  {
    id: 'rules/active-source-port',
    title: 'Active data connections come from the data port, by convention control port - 1',
    covers: ['RFC959-5.2-PORT-3'],
    level: 'CONVENTION',
    judge: ({ data }) =>
      data.flatMap((event): Check[] => {
        if (event.kind !== 'accepted') return [];
        if (event.from.port === event.dataPort) return ['ok'];
        return [
          {
            expected: `a connection from port ${event.dataPort} (R11)`,
            actual: `one from ${formatEndpoint(event.from)}`,
            command: undefined,
          },
        ];
      }),
  },
  {
    id: 'rules/close-notify',
    title: 'TLS on data connections ends with a close_notify',
    covers: ['RFC4217-12.7-DATA-5'],
    level: 'CONVENTION',
    judge: ({ data }) =>
      data.flatMap((event): Check[] => {
        if (event.kind !== 'received' || event.ending.closeNotify === undefined) return [];
        if (event.ending.closeNotify) return ['ok'];
        return [
          {
            expected: 'a close_notify before FIN',
            actual: `FIN alone behind ${event.size} bytes`,
            command: undefined,
          },
        ];
      }),
  },
];
