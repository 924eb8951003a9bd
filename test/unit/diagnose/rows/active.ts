import { active, at, refused, reply, SERVER, unheard } from '../observed.ts';
import { here, type Row, works } from './row.ts';

export const activeRows: readonly Row[] = [
  {
    name: 'a client whose firewall lets nothing in',
    code: 'active-inbound-blocked',
    severity: 'note',
    seen: here(...works, unheard()),
  },
  {
    name: 'the same where active mode matters',
    code: 'active-inbound-blocked',
    severity: 'degraded',
    seen: here(...works, unheard()),
    over: { options: { active: true } },
  },
  {
    name: 'PORT with a private address refused',
    code: 'active-address-refused',
    severity: 'note',
    seen: here(
      ...works,
      refused(500, 'I won’t open a connection to 192.168.1.5 (only to 198.51.100.99)', {
        at: at({ local: { host: '192.168.1.5', port: 40_000 } }),
      }),
    ),
  },
  {
    name: 'PORT unknown',
    code: 'active-disabled',
    severity: 'note',
    seen: here(...works, refused(502, 'Command not implemented')),
  },
  {
    name: 'a connection from any port',
    code: 'active-source-port',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT', { accepted: { peer: { host: SERVER, port: 43_210 }, ms: 3 } }),
    ),
  },
  {
    name: 'a connection from another address',
    code: 'active-source-address',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT', { accepted: { peer: { host: '203.0.113.99', port: 20 }, ms: 3 } }),
    ),
  },
  {
    name: 'a second active transfer that fails',
    code: 'active-port-collision',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT'),
      unheard({
        purpose: 'again',
        stopped: 'open',
        opened: reply('LIST', 425, 'Address already in use'),
      }),
    ),
  },
];
