import { dead, misled, passive } from '../observed.ts';
import { here, type Row } from './row.ts';

export const passiveAddressRows: readonly Row[] = [
  {
    name: 'a private address, the port works at the peer',
    code: 'passive-address-private',
    severity: 'degraded',
    seen: here(passive('EPSV'), misled('10.1.2.20', 'connected')),
  },
  {
    name: 'a private address, nothing forwarded',
    code: 'passive-address-private',
    severity: 'broken',
    seen: here(misled('192.168.0.10', 'filtered'), dead('EPSV', 'filtered')),
  },
  {
    name: 'an address of carrier-grade NAT',
    code: 'passive-address-private',
    severity: 'degraded',
    seen: here(misled('100.64.9.20', 'connected')),
  },
  {
    name: '127.0.0.1 in 227',
    code: 'passive-address-unusable',
    severity: 'degraded',
    seen: here(misled('127.0.0.1', 'connected')),
  },
  {
    name: 'yesterday’s address in 227',
    code: 'passive-address-foreign',
    severity: 'degraded',
    seen: here(misled('192.0.2.77', 'connected')),
  },
];
