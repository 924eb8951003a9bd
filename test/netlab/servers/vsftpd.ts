import { certificate, type CertificateName } from '../certificates.ts';
import { libraryPath, unpacked } from '../packages.ts';
import { inside } from '../paths.ts';
import { passiveRange, type Service } from './service.ts';

type Settings = Readonly<Record<string, string | number>>;

const base: Settings = {
  background: 'NO',
  listen: 'YES',
  local_enable: 'YES',
  anonymous_enable: 'NO',
  write_enable: 'YES',
  pam_service_name: 'vsftpd',
  secure_chroot_dir: `${inside}/chroot`,
  chroot_local_user: 'YES',
  allow_writeable_chroot: 'YES',
  // its sandbox would hide the network namespace it was started in
  isolate: 'NO',
  isolate_network: 'NO',
  seccomp_sandbox: 'NO',
  connect_from_port_20: 'YES',
  pasv_min_port: passiveRange.from,
  pasv_max_port: passiveRange.to,
};

/** Settings that offer TLS; clients may do without. */
export const vsftpdTls = (name: CertificateName = 'good'): Settings => ({
  ssl_enable: 'YES',
  rsa_cert_file: certificate(name).chain,
  rsa_private_key_file: certificate(name).key,
  force_local_data_ssl: 'NO',
  force_local_logins_ssl: 'NO',
  allow_anon_ssl: 'YES',
  require_ssl_reuse: 'NO',
  ssl_tlsv1: 'YES',
  ssl_ciphers: 'HIGH',
});

/** Both families on one socket. */
export const vsftpdDual: Settings = { listen: 'NO', listen_ipv6: 'YES' };

export const vsftpdAnonymous: Settings = { anonymous_enable: 'YES', no_anon_password: 'YES' };

/** vsftpd with the given lines of vsftpd.conf. */
export function vsftpd(settings: Settings = {}): Service {
  const port = Number(settings['listen_port'] ?? 21);
  const file = `${inside}/vsftpd-${port}-${settings['listen_address'] ?? 'any'}.conf`;
  const lines = Object.entries({ ...base, ...settings }).map(([key, value]) => `${key}=${value}\n`);
  return {
    node: 'server',
    port,
    argv: ['env', `LD_LIBRARY_PATH=${libraryPath}`, `${unpacked}/usr/sbin/vsftpd`, file],
    files: { [file]: lines.join('') },
    changesUser: true,
  };
}
