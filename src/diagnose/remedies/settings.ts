import type { RemedyName } from '../causes/cause.ts';
import { leading, type View } from '../view.ts';

/** One thing to change. */
export interface Remedy {
  /** a server product, or `firewall`, `router`, `container`, `client`, `DNS`, … */
  readonly for: string;
  readonly change: string;
}

/** Settings by product; `{address}` and `{range}` stand for what fits the target. */
export const SETTINGS: Readonly<Partial<Record<RemedyName, Readonly<Record<string, string>>>>> = {
  'advertised address': {
    vsftpd: 'pasv_address={address} (with pasv_addr_resolve=YES for a name)',
    ProFTPD: 'MasqueradeAddress {address}',
    'Pure-FTPd': '-P {address} (ForcePassiveIP {address})',
    IIS: 'FTP Firewall Support: External IP Address of Firewall = {address} (externalIp4Address)',
    'FileZilla Server': 'Passive mode: "Use the following host" = {address}',
    pyftpdlib: 'FTPHandler.masquerade_address = "{address}"',
    SFTPGo: 'ftpd.bindings[].force_passive_ip = "{address}"',
    'Apache FtpServer': 'data-connection/passive external-address="{address}"',
    aioftp: 'ipv4_pasv_forced_response_address="{address}"',
  },
  'passive range': {
    vsftpd:
      'pasv_enable=YES, pasv_min_port={from} and pasv_max_port={to}, a range that is open on the whole way',
    ProFTPD: 'PassivePorts {from} {to}, a range that is open on the whole way',
    'Pure-FTPd':
      '-p {from}:{to} (PassivePortRange {from} {to}), a range that is open on the whole way',
    IIS: 'FTP Firewall Support: Data Channel Port Range {from}-{to} (lowDataChannelPort, highDataChannelPort)',
    'FileZilla Server': 'Passive mode: "Use custom port range" {from}-{to}',
    pyftpdlib: 'FTPHandler.passive_ports = range({from}, {to} + 1)',
    SFTPGo: 'ftpd.passive_port_range = {"start": {from}, "end": {to}}',
    'Apache FtpServer': 'data-connection/passive ports="{from}-{to}"',
    aioftp: 'data_ports=range({from}, {to} + 1)',
    Twisted: 'FTPFactory.passivePortRange = range({from}, {to} + 1)',
    'inetutils-ftpd': 'sysctl net.ipv4.ip_local_port_range="{from} {to}"',
  },
  'peer check': {
    vsftpd:
      'pasv_promiscuous=YES for passive, port_promiscuous=YES for active mode (both weaken the server)',
    ProFTPD: 'AllowForeignAddress on (weakens the server)',
    'Pure-FTPd': 'AllowUserFXP yes (-w; weakens the server)',
    IIS: 'matchClientAddressForPasv="false", matchClientAddressForPort="false"',
    pyftpdlib: 'FTPHandler.permit_foreign_addresses = True (weakens the server)',
    SFTPGo: 'ftpd.bindings[].passive_connections_security = 1, active_connections_security = 1',
  },
  'session reuse': {
    vsftpd: 'require_ssl_reuse=NO, or a client that resumes',
    ProFTPD: 'TLSOptions NoSessionReuseRequired, or a client that resumes',
    'FileZilla Server': 'mandatory since 1.x: use a client that resumes',
  },
  account: {
    vsftpd:
      'local_enable, anonymous_enable, userlist_file and pam_service_name; for "writable root": allow_writeable_chroot=YES, or a home that is not writable',
    ProFTPD: '<Limit LOGIN>, RequireValidShell, AuthUserFile, an <Anonymous> block',
    'Pure-FTPd': '-l (authentication), -u (MinUID), -e or -E (anonymous only, or never)',
    IIS: 'FTP Authentication and FTP Authorization Rules of the site',
    'FileZilla Server': 'the user, its password and its mount points',
    pyftpdlib: 'authorizer.add_user, authorizer.add_anonymous',
  },
  timeouts: {
    vsftpd: 'idle_session_timeout=300, data_connection_timeout=300',
    ProFTPD: 'TimeoutIdle 600, TimeoutNoTransfer 300, TimeoutStalled 3600',
    'Pure-FTPd': '-I 15 (MaxIdleTime 15, in minutes)',
    IIS: 'controlChannelTimeout="120", dataChannelTimeout="30"',
    pyftpdlib: 'FTPHandler.timeout = 300',
    'FileZilla Server': 'Timeouts: "No transfer timeout" of 120 s or more',
  },
  'session limits': {
    vsftpd: 'max_per_ip and max_clients',
    ProFTPD: 'MaxClientsPerHost, MaxClients, MaxInstances',
    'Pure-FTPd': '-C (MaxClientsPerIP) and -c (MaxClientsNumber)',
    IIS: 'maxConnections of the site',
    pyftpdlib: 'FTPServer.max_cons and max_cons_per_ip',
    'FileZilla Server': 'the session limits of the user and of the server',
  },
  'reverse lookups': {
    vsftpd: 'reverse_lookup_enable=NO',
    ProFTPD: 'UseReverseDNS off, IdentLookups off',
    'Pure-FTPd': '-H (DontResolve yes)',
    'FileZilla Server': 'look at the load of the machine',
  },
  'source port': {
    vsftpd: 'connect_from_port_20=YES',
    ProFTPD: 'RootRevoke off',
    pyftpdlib: 'FTPHandler.active_dtp with a source port of 20',
  },
  'source address': {
    vsftpd: 'listen_address=ADDRESS of the control connection',
    ProFTPD: 'DefaultAddress ADDRESS, SocketBindTight on',
    'Pure-FTPd': '-S ADDRESS,21 (Bind)',
  },
  'active mode': {
    vsftpd: 'port_enable=YES',
    ProFTPD: 'no <Limit PORT EPRT> DenyAll; RootRevoke off',
    'Pure-FTPd': 'start it without -N (NATmode) and run it as root for port 20',
    pyftpdlib: 'leave PORT and EPRT in FTPHandler.proto_cmds',
    SFTPGo: 'ftpd.bindings[].disable_active_mode = false',
  },
  certificate: {
    vsftpd:
      'rsa_cert_file: a certificate for the host name with its chain, in date; rsa_private_key_file',
    ProFTPD:
      'TLSRSACertificateFile and TLSCertificateChainFile: a certificate for the host name, in date',
    'Pure-FTPd': 'pure-ftpd.pem: key, certificate for the host name and chain, in date',
    IIS: 'FTP SSL Settings: a certificate for the host name, in date',
    'FileZilla Server': 'FTP over TLS: a certificate for the host name, with its chain',
    pyftpdlib: 'TLS_FTPHandler.certfile: certificate for the host name and its chain, in date',
  },
  'TLS settings': {
    vsftpd:
      'ssl_enable=YES, ssl_tlsv1_2=YES, ssl_ciphers=HIGH, rsa_cert_file and rsa_private_key_file; require_cert=NO unless clients have certificates',
    ProFTPD:
      'TLSEngine on, TLSProtocol TLSv1.2 TLSv1.3, TLSRSACertificateFile, TLSRSACertificateKeyFile; TLSVerifyClient off unless clients have certificates',
    'Pure-FTPd': '-Y 1 (TLS 1), TLSCipherSuite HIGH, /etc/ssl/private/pure-ftpd.pem',
    pyftpdlib: 'TLS_FTPHandler with certfile, and ssl_protocol that allows TLS 1.2',
  },
  EPSV: {
    vsftpd: 'listen_ipv6=YES where IPv6 is meant; look for a cmds_denied=EPSV',
    ProFTPD: 'UseIPv6 on; no <Limit EPSV> DenyAll; look for a helper that does not know EPSV',
    'Pure-FTPd': 'leave out -4 (IPV4Only) and -O',
  },
  'close order': {
    vsftpd: 'strict_ssl_read_eof=NO, strict_ssl_write_shutdown=YES',
    ProFTPD: 'mod_tls of a current release',
    pyftpdlib: 'pyopenssl of a current release, so that it shuts TLS down on data connections',
  },
  'disk and quota': {
    vsftpd: 'local_max_rate, and data_connection_timeout for slow lines',
    ProFTPD: 'TimeoutStalled, MaxRetrieveFileSize, quota tables',
    'Pure-FTPd': 'user quota and bandwidth settings',
  },
};

/** What no server setting mends. */
export const ADVICE: Readonly<Partial<Record<RemedyName, readonly Remedy[]>>> = {
  'rate limit': [
    {
      for: 'firewall',
      change:
        'where it limits new connections (nft: limit rate, ct count; fail2ban): leave room for FTP, which opens one for each transfer',
    },
  ],
  'open range': [
    {
      for: 'firewall',
      change:
        'allow incoming TCP to {ports} of the server (nft: add rule inet filter input tcp dport {range} accept)',
    },
    { for: 'router', change: 'forward TCP {ports} to the server, with the same port numbers' },
  ],
  'publish ports': [
    {
      for: 'container',
      change: 'publish the passive range one to one (docker run -p {range}:{range})',
    },
  ],
  'client firewall': [
    {
      for: 'client',
      change:
        'where active mode must be: allow incoming TCP from the server, and give its range with --active-ports',
    },
  ],
  'FTP helper': [
    {
      for: 'firewall',
      change:
        'nft: ct helper ftp { type "ftp" protocol tcp; } and "tcp dport {control} ct helper set" in prerouting; iptables: -t raw -j CT --helper ftp',
    },
  ],
  'FTP helper port': [
    {
      for: 'firewall',
      change:
        'nft: tcp dport {control} ct helper set "ftp"; iptables: -t raw -A PREROUTING -p tcp --dport {control} -j CT --helper ftp',
    },
  ],
  'ALG off': [
    {
      for: 'router',
      change:
        'turn the FTP (or SIP) ALG off, open the passive range instead; or use TLS, which it cannot read',
    },
  ],
  inspection: [
    {
      for: 'firewall',
      change:
        'relax the FTP inspection (Cisco: no inspect ftp strict), so that it passes commands and replies as they are',
    },
  ],
  'state timeout': [
    {
      for: 'firewall',
      change:
        'raise the time-out of established TCP connections (net.netfilter.nf_conntrack_tcp_timeout_established)',
    },
    { for: 'client', change: 'send TCP keep-alives on the control connection' },
  ],
  'path MTU': [
    {
      for: 'firewall',
      change:
        'allow ICMP type 3 code 4 and ICMPv6 type 2; clamp the MSS (nft: tcp flags syn tcp option maxseg size set rt mtu)',
    },
  ],
  balancer: [
    {
      for: 'balancer',
      change:
        'give each server a passive range of its own and send that range to it; or keep a client on one server (source affinity) for all ports',
    },
  ],
  'start server': [
    { for: 'server', change: 'start the FTP server, and let it listen on port {control}' },
  ],
  routing: [{ for: 'network', change: 'check routes and firewall rules on the way to {host}' }],
  name: [{ for: 'DNS', change: 'give {host} only addresses at which the FTP server answers' }],
  'right port': [
    {
      for: 'client',
      change: 'use the port of the FTP server: 21, or 990 with ftps:// for implicit TLS',
    },
  ],
  credentials: [
    {
      for: 'client',
      change: 'check user name and password; anonymous access needs to be allowed by the server',
    },
  ],
  EPSV: [{ for: 'client', change: 'use PASV until the server or what stands before it is mended' }],
  'use TLS': [{ for: 'client', change: 'use explicit TLS with protected data: {ftpes}' }],
  'use passive': [
    { for: 'client', change: 'use passive mode, which needs no connection to the client' },
  ],
  'external address': [
    {
      for: 'client',
      change:
        'name the external address in PORT (--active-address) and forward a port range to this host (--active-ports)',
    },
  ],
  'server log': [{ for: 'server', change: 'look at the server’s log and load at that moment' }],
};

/** Which products get named where the server did not give its name away. */
const USUAL = ['vsftpd', 'ProFTPD', 'Pure-FTPd', 'FileZilla Server', 'IIS'];

/** What to change, for the product that the server is, or for the usual ones where that is not known. */
export function remediesFor(
  names: readonly RemedyName[],
  product: string | undefined,
  view: View,
): Remedy[] {
  const fill = filler(view);
  return names.flatMap((name) => {
    const table = SETTINGS[name] ?? {};
    const known = product === undefined ? undefined : table[product];
    const settings =
      known !== undefined && product !== undefined
        ? [{ for: product, change: known }]
        : product === undefined
          ? USUAL.flatMap((one) =>
              table[one] === undefined ? [] : [{ for: one, change: table[one] }],
            )
          : [];
    return [...settings, ...(ADVICE[name] ?? [])].map((remedy) => ({
      for: remedy.for,
      change: fill(remedy.change),
    }));
  });
}

function filler(view: View): (text: string) => string {
  const peer = view.dials.find((one) => one.outcome === 'connected')?.to.host ?? view.target.host;
  const ports = leading(view).flatMap(({ endpoint }) => endpoint?.port ?? []);
  const declared = view.wishes.passivePorts;
  const narrow = ports.length > 0 && Math.max(...ports) - Math.min(...ports) <= 1000;
  const from = declared?.[0] ?? (narrow ? Math.min(...ports) : 50_000);
  const to = declared?.[1] ?? (narrow ? Math.max(...ports) : 50_099);
  const known = declared
    ? `${from}-${to}`
    : narrow
      ? `${from}-${to} was seen; the server's setting tells all of it`
      : `such as ${from}-${to}`;
  const values: Readonly<Record<string, string>> = {
    '{address}': peer,
    '{host}': view.target.host,
    '{control}': String(view.target.port),
    '{from}': String(from),
    '{to}': String(to),
    '{range}': `${from}-${to}`,
    '{ports}': `the passive range (${known})`,
    '{ftpes}': `ftpes://${view.target.host}`,
  };
  return (text) => text.replace(/\{[a-z]+\}/g, (name) => values[name] ?? name);
}
