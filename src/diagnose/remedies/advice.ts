import type { Remedy } from './remedy.ts';

/** What is changed elsewhere than in the server’s settings, by remedy. */
export const ADVICE = {
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
  'lossy line': [
    {
      for: 'network',
      change:
        'find out between which two hops packets get lost (mtr -T -P {control} {address}), on this client’s own line first: cable, radio link, a line that is full',
    },
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
  name: [
    {
      for: 'DNS',
      change: 'give {host} the addresses at which the FTP server answers, and no others',
    },
  ],
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
  EPSV: [
    {
      for: 'client',
      change: 'use PASV until the server, or the firewall in front of it, is mended',
    },
  ],
  'use TLS': [{ for: 'client', change: 'use explicit TLS with protected data: {ftpes}' }],
  'use passive': [
    { for: 'client', change: 'use passive mode, which needs no connection to the client' },
  ],
  'use active': [
    {
      for: 'client',
      change:
        'use active mode meanwhile, where nothing stands between that keeps the server from connecting back',
    },
  ],
  'external address': [
    {
      for: 'client',
      change:
        'name the external address in PORT (--active-address) and forward a port range to this host (--active-ports)',
    },
  ],
  ban: [
    {
      for: 'firewall',
      change:
        'look for this client’s address in its list (fail2ban-client status; nft list sets; the server’s own ban list) and take it out; let FTP clients open several connections a second',
    },
    { for: 'client', change: 'wait until the ban is over, and use fewer connections at a time' },
  ],
  greeting: [
    {
      for: 'server',
      change: 'send nothing before "220"; put a banner into a multi-line reply: 220-… and 220 …',
    },
  ],
  directory: [
    {
      for: 'client',
      change: 'name a directory that the account has: log in without one and look at the listing',
    },
    { for: 'server', change: 'let the account enter it (rights, home directory, chroot)' },
  ],
  rights: [
    {
      for: 'server',
      change:
        'look at the rights of the account on its home directory and files, at the server’s limits by command, and at its log',
    },
  ],
  'server holds': [
    {
      for: 'server',
      change:
        'look for what works on a file before it is given or confirmed: a virus scanner, a quota, a script after the upload, storage elsewhere',
    },
  ],
  'client time-out': [
    {
      for: 'client',
      change:
        'raise its time-out above that, and send nothing twice that was not confirmed before looking whether it is there',
    },
  ],
  'server log': [{ for: 'server', change: 'look at the server’s log and load at that moment' }],
} satisfies Readonly<Record<string, readonly Remedy[]>>;
