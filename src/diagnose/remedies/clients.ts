/** What somebody does in a client, and what the setting is called there. */
interface ClientStep {
  readonly what: string;
  readonly settings: Readonly<Record<string, string>>;
}

export type ClientStepName = keyof typeof CLIENT_STEPS;

/** What helps at once, without a change at the server or the network. */
export const CLIENT_STEPS = {
  'use active': {
    what: 'use active mode',
    settings: {
      FileZilla: 'Site Manager > Transfer Settings: Active',
      WinSCP: 'Advanced > Connection: Passive mode off',
      curl: '--ftp-port -',
      lftp: 'set ftp:passive-mode no',
      Explorer: 'Internet Options > Advanced: "Use Passive FTP" off',
    },
  },
  'use passive': {
    what: 'use passive mode',
    settings: {
      FileZilla: 'Site Manager > Transfer Settings: Passive',
      WinSCP: 'Advanced > Connection: Passive mode on',
      curl: '--ftp-pasv',
      lftp: 'set ftp:passive-mode yes',
      Explorer: 'Internet Options > Advanced: "Use Passive FTP" on',
    },
  },
  'use the server’s address': {
    what: 'let the client dial the address it logged in to, whatever PASV says',
    settings: {
      FileZilla:
        'Settings > Connection > FTP > Passive mode: "Use the server’s external IP address instead"',
      WinSCP: 'Advanced > Connection: "Force IP address for passive mode connections" on',
      curl: '--ftp-skip-pasv-ip (the default since 7.74)',
      lftp: 'set ftp:fix-pasv-address yes',
    },
  },
  'leave EPSV out': {
    what: 'use PASV instead of EPSV',
    settings: { curl: '--disable-epsv', lftp: 'set ftp:prefer-epsv no' },
  },
  'use EPSV': {
    what: 'use EPSV, which names no address',
    settings: { curl: '--ftp-pasv without --disable-epsv', lftp: 'set ftp:prefer-epsv yes' },
  },
  'use IPv4': {
    what: 'connect over IPv4',
    settings: {
      WinSCP: 'Advanced > Connection: Internet protocol version IPv4',
      curl: '--ipv4',
      lftp: 'set dns:order inet',
      'any client': 'the server’s IPv4 address in place of its name',
    },
  },
  'use TLS': {
    what: 'use explicit TLS',
    settings: {
      FileZilla: 'Site Manager > Encryption: "Require explicit FTP over TLS"',
      WinSCP: 'Encryption: "TLS/SSL Explicit encryption"',
      curl: '--ssl-reqd',
      lftp: 'set ftp:ssl-force yes',
      Explorer: 'knows no TLS; use another client',
    },
  },
  'trust the certificate': {
    what: 'compare the certificate’s fingerprint with its owner, then trust it',
    settings: {
      FileZilla: '"Always trust this certificate" in its dialog',
      WinSCP: '"Yes" in its dialog',
      curl: '--cacert FILE',
      lftp: 'set ssl:ca-file FILE',
    },
  },
  'reuse the session': {
    what: 'use a client that resumes the TLS session on data connections',
    settings: {
      FileZilla: 'does so by itself',
      WinSCP: 'Advanced > TLS/SSL: "Reuse TLS session ID for data connections" on',
      curl: 'does so by itself',
    },
  },
  'fewer connections': {
    what: 'use one connection at a time',
    settings: {
      FileZilla: 'Site Manager > Transfer Settings: "Limit number of simultaneous connections", 1',
      WinSCP: 'Preferences > Transfer > Background: 1',
      lftp: 'set net:connection-limit 1',
      curl: 'without --parallel',
    },
  },
  'wait longer': {
    what: 'give it more time',
    settings: {
      FileZilla: 'Settings > Connection: Timeout in seconds, 120',
      WinSCP: 'Advanced > Connection: Server response timeout, 120',
      curl: '--connect-timeout 120 --max-time 600',
      lftp: 'set net:timeout 120',
    },
  },
  'keep alive': {
    what: 'keep the control connection busy',
    settings: {
      FileZilla: 'Settings > Connection > FTP: "Send FTP keep-alive commands"',
      WinSCP: 'Advanced > Connection > Keepalives: "Executing dummy protocol commands"',
      curl: '--keepalive-time 30',
      lftp: 'set net:socket-keepalive yes',
    },
  },
  'try again': {
    what: 'try again, at once or later: the next attempt may get another port',
    settings: {},
  },
} as const satisfies Readonly<Record<string, ClientStep>>;

/** A step in one line. */
export function describeStep(name: ClientStepName): string {
  const { what, settings }: ClientStep = CLIENT_STEPS[name];
  const names = Object.entries(settings).map(([client, setting]) => `${client}: ${setting}`);
  return names.length === 0 ? what : `${what} (${names.join('; ')})`;
}
