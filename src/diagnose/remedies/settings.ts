/** Settings by product; `{address}` and `{range}` stand for what fits the target. */
export const SETTINGS = {
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
    server: 'let it announce {address} in its reply to PASV (masquerade, external or NAT address)',
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
    server: 'give it a passive range, {from}-{to} for example, that is open on the whole way',
  },
  'peer check': {
    vsftpd:
      'pasv_promiscuous=YES for passive, port_promiscuous=YES for active mode (both weaken the server)',
    ProFTPD: 'AllowForeignAddress on (weakens the server)',
    'Pure-FTPd': 'AllowUserFXP yes (-w; weakens the server)',
    IIS: 'matchClientAddressForPasv="false", matchClientAddressForPort="false"',
    pyftpdlib: 'FTPHandler.permit_foreign_addresses = True (weakens the server)',
    SFTPGo: 'ftpd.bindings[].passive_connections_security = 1, active_connections_security = 1',
    server:
      'let it take data connections from another address than the control connection’s (weakens the server)',
  },
  'session reuse': {
    vsftpd: 'require_ssl_reuse=NO, or a client that resumes',
    ProFTPD: 'TLSOptions NoSessionReuseRequired, or a client that resumes',
    'FileZilla Server': 'mandatory since 1.x: use a client that resumes',
    server: 'do not demand that data connections resume the TLS session, or use a client that does',
  },
  account: {
    vsftpd:
      'local_enable, anonymous_enable, userlist_file and pam_service_name; for "writable root": allow_writeable_chroot=YES, or a home that is not writable',
    ProFTPD: '<Limit LOGIN>, RequireValidShell, AuthUserFile, an <Anonymous> block',
    'Pure-FTPd': '-l (authentication), -u (MinUID), -e or -E (anonymous only, or never)',
    IIS: 'FTP Authentication and FTP Authorization Rules of the site',
    'FileZilla Server': 'the user, its password and its mount points',
    pyftpdlib: 'authorizer.add_user, authorizer.add_anonymous',
    server: 'look at whether this account may log in, and at its home directory',
  },
  timeouts: {
    vsftpd: 'idle_session_timeout=300, data_connection_timeout=300',
    ProFTPD: 'TimeoutIdle 600, TimeoutNoTransfer 300, TimeoutStalled 3600',
    'Pure-FTPd': '-I 15 (MaxIdleTime 15, in minutes)',
    IIS: 'controlChannelTimeout="120", dataChannelTimeout="30"',
    pyftpdlib: 'FTPHandler.timeout = 300',
    'FileZilla Server': 'Timeouts: "No transfer timeout" of 120 s or more',
    server: 'raise the idle time-out to some minutes, and do not count a running transfer as idle',
  },
  'session limits': {
    vsftpd: 'max_per_ip and max_clients',
    ProFTPD: 'MaxClientsPerHost, MaxClients, MaxInstances',
    'Pure-FTPd': '-C (MaxClientsPerIP) and -c (MaxClientsNumber)',
    IIS: 'maxConnections of the site',
    pyftpdlib: 'FTPServer.max_cons and max_cons_per_ip',
    'FileZilla Server': 'the session limits of the user and of the server',
    server: 'raise the limits on sessions, in total and for each address',
  },
  'reverse lookups': {
    vsftpd: 'reverse_lookup_enable=NO',
    ProFTPD: 'UseReverseDNS off, IdentLookups off',
    'Pure-FTPd': '-H (DontResolve yes)',
    'FileZilla Server': 'look at the load of the machine',
    server: 'switch reverse DNS and ident look-ups off',
  },
  'source port': {
    vsftpd: 'connect_from_port_20=YES',
    ProFTPD: 'RootRevoke off',
    pyftpdlib: 'FTPHandler.active_dtp with a source port of 20',
    server: 'let active data connections come from port 20',
  },
  'source address': {
    vsftpd: 'listen_address=ADDRESS of the control connection',
    ProFTPD: 'DefaultAddress ADDRESS, SocketBindTight on',
    'Pure-FTPd': '-S ADDRESS,21 (Bind)',
    server: 'let data connections come from the address of the control connection',
  },
  'passive mode': {
    vsftpd: 'pasv_enable=YES, and neither PASV nor EPSV in cmds_denied',
    ProFTPD: 'no <Limit PASV EPSV> DenyAll',
    pyftpdlib: 'leave PASV and EPSV in FTPHandler.proto_cmds',
    server: 'switch passive mode on, for PASV and for EPSV',
  },
  'active mode': {
    vsftpd: 'port_enable=YES',
    ProFTPD: 'no <Limit PORT EPRT> DenyAll; RootRevoke off',
    'Pure-FTPd': 'start it without -N (NATmode) and run it as root for port 20',
    pyftpdlib: 'leave PORT and EPRT in FTPHandler.proto_cmds',
    SFTPGo: 'ftpd.bindings[].disable_active_mode = false',
    server: 'switch active mode on',
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
    server: 'a certificate for the host name, in date, with its chain',
  },
  'offer TLS': {
    vsftpd:
      'ssl_enable=YES with rsa_cert_file and rsa_private_key_file; then ftpes:// in the client',
    ProFTPD: 'mod_tls: TLSEngine on with a certificate; then ftpes:// in the client',
    'Pure-FTPd': '-Y 1 with a certificate; then ftpes:// in the client',
    pyftpdlib: 'TLS_FTPHandler with a certificate; then ftpes:// in the client',
    server: 'offer AUTH TLS with a certificate, and let clients use ftpes://',
  },
  'TLS settings': {
    vsftpd:
      'ssl_enable=YES, ssl_tlsv1_2=YES, ssl_ciphers=HIGH, rsa_cert_file and rsa_private_key_file; require_cert=NO unless clients have certificates',
    ProFTPD:
      'TLSEngine on, TLSProtocol TLSv1.2 TLSv1.3, TLSRSACertificateFile, TLSRSACertificateKeyFile; TLSVerifyClient off unless clients have certificates',
    'Pure-FTPd': '-Y 1 (TLS 1), TLSCipherSuite HIGH, /etc/ssl/private/pure-ftpd.pem',
    pyftpdlib: 'TLS_FTPHandler with certfile, and ssl_protocol that allows TLS 1.2',
    server: 'a certificate with its key, TLS 1.2 or later, usual ciphers',
  },
  EPSV: {
    vsftpd: 'listen_ipv6=YES where IPv6 is meant; look for a cmds_denied=EPSV',
    ProFTPD: 'UseIPv6 on; no <Limit EPSV> DenyAll; look for a helper that does not know EPSV',
    'Pure-FTPd': 'leave out -4 (IPV4Only) and -O',
    server: 'let it know EPSV (RFC 2428)',
  },
  'close order': {
    vsftpd: 'strict_ssl_read_eof=NO, strict_ssl_write_shutdown=YES',
    ProFTPD: 'mod_tls of a current release',
    pyftpdlib: 'pyopenssl of a current release, so that it shuts TLS down on data connections',
    server: 'a current release, that ends TLS on data connections with a close_notify',
  },
  'disk and quota': {
    vsftpd: 'local_max_rate, and data_connection_timeout for slow lines',
    ProFTPD: 'TimeoutStalled, MaxRetrieveFileSize, quota tables',
    'Pure-FTPd': 'user quota and bandwidth settings',
    server: 'look at disk space, quota and bandwidth settings of the account',
  },
} satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
