import type { Observation } from '../../../../src/probe/observations.ts';
import {
  active,
  at,
  dead,
  dialled,
  greeted,
  loggedIn,
  lookup,
  passive,
  reply,
  SERVER6,
} from '../observed.ts';
import { both, here, type Row, works } from './row.ts';

const unknown = (text: string): Observation[] =>
  both((verb) =>
    passive(verb, {
      setup: reply(verb, 502, text),
      endpoint: undefined,
      dial: undefined,
      opened: undefined,
      bytes: 0,
      dataEnd: 'none',
      completion: undefined,
      stopped: 'set-up',
    }),
  );
const samplesOfPasv = [passive('PASV'), passive('PASV', { purpose: 'sample' })];

export const passiveRows: readonly Row[] = [
  {
    name: 'a server that knows neither PASV nor EPSV',
    code: 'passive-disabled',
    severity: 'broken',
    seen: here(...unknown('Command not implemented.')),
  },
  {
    name: 'passive mode switched off, active mode in use',
    code: 'passive-disabled',
    severity: 'degraded',
    seen: here(...unknown('Permission denied.'), active('PORT')),
  },
  {
    name: 'EPSV that is not supported',
    code: 'epsv-broken',
    severity: 'note',
    seen: here(...unknown('EPSV not supported.').slice(0, 1), ...samplesOfPasv),
  },
  {
    name: 'a server that dislikes the data peer',
    code: 'passive-rejects-peer',
    severity: 'broken',
    seen: here(
      ...both((verb) =>
        passive(verb, {
          opened: reply('LIST', 425, 'Security: Bad IP connecting.'),
          stopped: 'open',
          bytes: 0,
          dataEnd: 'reset',
          completion: undefined,
        }),
      ),
    ),
  },
  {
    name: '229 with a dead port',
    code: 'epsv-broken',
    severity: 'degraded',
    seen: here(dead('EPSV', 'filtered'), passive('PASV')),
  },
  {
    name: 'EPSV unknown',
    code: 'epsv-broken',
    severity: 'note',
    seen: here(
      passive('EPSV', {
        setup: reply('EPSV', 500, 'unknown'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
      passive('PASV'),
    ),
  },
  {
    name: 'a range open for IPv4 only',
    code: 'ipv6-data-broken',
    severity: 'degraded',
    seen: here(...works, dead('EPSV', 'filtered', { family: 6 })),
  },
  {
    name: 'no EPSV over IPv6',
    code: 'ipv6-data-broken',
    severity: 'broken',
    seen: [
      lookup({ addresses: [SERVER6] }),
      dialled({ family: 6, to: { host: SERVER6, port: 21 } }),
      greeted(),
      loggedIn({ at: at({ family: 6 }) }),
      passive('EPSV', {
        family: 6,
        setup: reply('EPSV', 500, 'unknown'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
    ],
  },
];
