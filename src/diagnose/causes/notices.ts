import type { ClientStepName } from '../remedies/clients.ts';

/** A cause for somebody who knows no FTP. */
export interface Notice {
  /** what is noticed, and why */
  readonly notice: string;
  /** what helps at once */
  readonly now: readonly ClientStepName[];
  /** it was seen as it is, so that no doubt needs a number */
  readonly observed?: true;
}

const NO_PASSIVE =
  'Your client logs in and then hangs or fails at LIST, when it fetches the first listing, because ';

/** By code. */
export const NOTICES: Readonly<Record<string, Notice>> = {
  'dns-failure': {
    notice:
      'Your client cannot connect, or only after a long wait, because the name does not lead to the server.',
    now: ['use IPv4'],
    observed: true,
  },
  'control-filtered': {
    notice: 'Your client waits and then says "connection timed out", because nothing answers it.',
    now: [],
  },
  'control-refused': {
    notice: 'Your client says "connection refused" at once, because nobody listens at that port.',
    now: [],
  },
  'control-unreachable': {
    notice: 'Your client says "no route to host", because the network does not lead there.',
    now: [],
  },
  'not-ftp': {
    notice:
      'Your client connects and then complains about the welcome, because something else than an FTP server answers at that port.',
    now: [],
  },
  'greeting-stalled': {
    notice:
      'Your client connects and then waits for the welcome message, because the server is busy with something first.',
    now: ['wait longer'],
  },
  'greeting-malformed': {
    notice:
      'Some clients end right after connecting and others work, because the server’s first words are not those that FTP asks for.',
    now: [],
    observed: true,
  },
  'connection-limit': {
    notice:
      'Some transfers fail with "421" or "too many connections", because your client opens more connections than are allowed.',
    now: ['fewer connections'],
  },
  'client-banned': {
    notice:
      'It works for a while and then nothing works at all, not even logging in, because your address was put on a list.',
    now: ['fewer connections'],
  },
  'inspection-masks': {
    notice:
      'Your client gets "command not understood" for commands that the server knows, because a firewall writes over them.',
    now: [],
  },
  'control-closed': {
    notice: 'Your client is cut off at one particular command.',
    now: [],
  },
  'login-refused': {
    notice:
      'Your client says "530 login incorrect", because the server does not take this name with this password.',
    now: [],
    observed: true,
  },
  'directory-refused': {
    notice: 'Your client logs in and then says that the directory is not there.',
    now: [],
    observed: true,
  },
  'access-denied': {
    notice:
      'Your client logs in and then gets "550" for what it asks, because the account may not have it.',
    now: [],
    observed: true,
  },
  'clear-text': {
    notice: 'Whoever can listen on the way reads your name and password, and the files.',
    now: [],
    observed: true,
  },
  'tls-required': {
    notice:
      'Your client is refused before it can log in, because the server takes passwords under TLS only.',
    now: ['use TLS'],
    observed: true,
  },
  'tls-untrusted': {
    notice:
      'Your client warns of an unknown certificate or refuses to go on, because it cannot tell who the server is.',
    now: ['trust the certificate'],
    observed: true,
  },
  'tls-handshake-failed': {
    notice:
      'Your client stops at "Initializing TLS", because the two do not come to terms about encryption.',
    now: [],
  },
  'tls-data-protection-required': {
    notice:
      'Your client logs in under TLS and fails at the first listing, because it and the server do not agree about encrypting data.',
    now: ['use TLS'],
    observed: true,
  },
  'tls-session-reuse-required': {
    notice:
      'Some clients log in and fail at the first listing with "425" or "522", because the server wants to see the same TLS session on each connection.',
    now: ['reuse the session'],
  },
  'tls-close-notify': {
    notice:
      'Files arrive whole, and your client says all the same that the transfer was cut or failed.',
    now: [],
  },
  'passive-address-private': {
    notice: `${NO_PASSIVE}the server tells it to connect to an address inside the server’s own network, which does not lead there from here.`,
    now: ['use the server’s address', 'use EPSV'],
  },
  'passive-address-unusable': {
    notice: `${NO_PASSIVE}the server tells it to connect to an address that leads nowhere.`,
    now: ['use the server’s address', 'use EPSV'],
  },
  'passive-address-foreign': {
    notice: `${NO_PASSIVE}the server tells it to connect to another host than itself.`,
    now: ['use the server’s address', 'use EPSV'],
  },
  'passive-ports-filtered': {
    notice: `${NO_PASSIVE}the second connection that FTP needs for data gets no answer.`,
    now: ['use active'],
  },
  'passive-ports-refused': {
    notice: `${NO_PASSIVE}the second connection that FTP needs for data is refused.`,
    now: ['use active'],
  },
  'passive-ports-partly-open': {
    notice:
      'Listings and transfers work now and then fail or hang, because only some of the ports that the server uses are open.',
    now: ['try again', 'use active'],
  },
  'passive-port-hijacked': {
    notice:
      'Now and then a transfer hangs, because one of the server’s ports is taken by a device on the way.',
    now: ['try again', 'use active'],
  },
  'passive-range-exhausted': {
    notice:
      'The first transfers work and later ones fail for a minute or so, because the server has no port left.',
    now: ['fewer connections', 'use active'],
  },
  'passive-load-balanced': {
    notice:
      'Listings and transfers fail at random, because data connections reach another server than the one you are logged in to.',
    now: ['try again', 'use active'],
  },
  'passive-rejects-peer': {
    notice:
      'Your client connects for data and is turned away with "425", because the server sees it come from another address than the login.',
    now: ['use active'],
  },
  'passive-disabled': {
    notice:
      'Your client logs in and fails at the first listing with "500" or "502", because the server does not offer the mode that clients use first.',
    now: ['use active'],
    observed: true,
  },
  'epsv-broken': {
    notice:
      'Some clients wait at each listing, or fail, because a command that they try first does not work.',
    now: ['leave EPSV out'],
    observed: true,
  },
  'ipv6-data-broken': {
    notice:
      'Your client logs in over IPv6 and fails at the first listing, because data gets through over IPv4 only.',
    now: ['use IPv4'],
  },
  'alg-rewrites': {
    notice: `${NO_PASSIVE}a router on the way changes what the server says about where to connect.`,
    now: ['use TLS', 'use EPSV'],
  },
  'alg-blinded-by-tls': {
    notice:
      'Without TLS it works; under TLS your client logs in and hangs at LIST, because the firewall cannot read any more which port to open.',
    now: [],
  },
  'alg-drops-reply': {
    notice:
      'Your client logs in and freezes at PASV or EPSV, because a device on the way swallows the reply.',
    now: ['use active', 'leave EPSV out'],
  },
  'helper-missing': {
    notice:
      'Your client logs in and hangs at LIST in every mode, because a firewall lets nothing through but the login.',
    now: [],
  },
  'helper-port-21-only': {
    notice:
      'Your client logs in and hangs at LIST, because a firewall looks after FTP at port 21 only, and this server uses another.',
    now: [],
  },
  'active-inbound-blocked': {
    notice:
      'In active mode your client hangs at LIST, because the server’s connection does not get in to you.',
    now: ['use passive'],
  },
  'active-address-refused': {
    notice:
      'In active mode your client is refused at PORT, because it names an address that the server does not see.',
    now: ['use passive'],
  },
  'active-disabled': {
    notice: 'In active mode your client is refused at PORT, because the server does not offer it.',
    now: ['use passive'],
  },
  'active-port-collision': {
    notice:
      'In active mode one transfer works and the next fails, because the server cannot use its port again so soon.',
    now: ['use passive'],
    observed: true,
  },
  'active-source-address': {
    notice:
      'In active mode your client may refuse the server’s connection, because it comes from another address.',
    now: ['use passive'],
    observed: true,
  },
  'active-source-port': {
    notice: 'Nothing is noticed, unless a firewall lets in active connections from port 20 only.',
    now: ['use passive'],
    observed: true,
  },
  'path-mtu-black-hole': {
    notice:
      'You can log in and see small listings, and larger files or directories hang, because packets of full size get lost.',
    now: [],
  },
  'transfer-late': {
    notice:
      'Transfers seem to hang and then go on; a client that is less patient reports a time-out although all is well.',
    now: ['wait longer'],
    observed: true,
  },
  'packet-loss': {
    notice:
      'Everything works and then again does not, and is slow with pauses of a second or more, because many packets get lost on the way.',
    now: ['wait longer', 'fewer connections'],
  },
  'transfer-stalled': {
    notice: 'Your client connects for data and then waits, because nothing comes.',
    now: ['try again'],
  },
  'transfer-truncated': {
    notice: 'Files arrive too short, with or without an error.',
    now: ['try again'],
    observed: true,
  },
  'control-dropped-during-transfer': {
    notice:
      'A long transfer brings all of the file, and your client hangs at its end, because the login connection was forgotten on the way meanwhile.',
    now: ['keep alive', 'wait longer'],
  },
  'server-idle-timeout': {
    notice:
      'Your client is logged out while it works or soon after, because the server takes it for idle.',
    now: ['keep alive'],
  },
};
