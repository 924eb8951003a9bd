import { libraryPath, unpacked } from '../packages.ts';
import type { Service } from './service.ts';

/** GNU inetutils' ftpd, a BSD server: no range to set, no TLS, no name of its own but in the greeting. */
export const inetutils = (): Service => ({
  node: 'server',
  port: 21,
  argv: ['env', `LD_LIBRARY_PATH=${libraryPath}`, `${unpacked}/usr/sbin/ftpd`, '--daemon'],
  changesUser: true,
});
