/** Somebody who may log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  /** asked for with 332 after the password (RFC 959 section 4.1.1 ACCT) */
  readonly account?: string;
  /** where the session begins; default `/` */
  readonly home?: string;
  /** may not change the file store */
  readonly readOnly?: boolean;
  /** the one virtual host (RFC 7151) that knows this account; default: all */
  readonly host?: string;
}

/** How the honest server is to run; everything may be left out. */
export interface HonestOptions {
  /** addresses to listen on; default: loopback of both families where it is there */
  readonly host?: readonly string[];
  /** control port; 0, the default, takes a free one whose lower neighbour is free as well */
  readonly port?: number;
  /** TLS from the first byte on */
  readonly implicit?: boolean;
  /** `required`: no login in clear and no data in clear (RFC 4217 section 10); default `offered` */
  readonly tls?: 'off' | 'offered' | 'required';
  /** data connections have to resume a TLS session (RFC 4217 section 10.2) */
  readonly requireReuse?: boolean;
  /** PEM; made at the start by default, for localhost, 127.0.0.1 and ::1 */
  readonly certificate?: { readonly cert: string; readonly key: string };
  readonly accounts?: readonly Account[];
  /** lets `anonymous` and `ftp` in, read-only; default true */
  readonly anonymous?: boolean;
  /** names that HOST selects (RFC 7151), in addition to the addresses and `localhost` */
  readonly virtualHosts?: readonly string[];
  /**
   * first and last port of passive listeners; default: some below those that systems give to clients, as a port that
   * is given up must not be somebody else's shortly after
   */
  readonly passivePorts?: readonly [number, number];
  /** source port of active data connections; default control port - 1 (RFC 959 section 5.2) */
  readonly dataPort?: number;
  /** how long a transfer waits for its data connection */
  readonly acceptTimeoutMs?: number;
  /** silence on the control connection until 421 */
  readonly idleTimeoutMs?: number;
  /** no byte moves on a data connection until 426 */
  readonly stallTimeoutMs?: number;
  /** what a wrong password costs (RFC 2577 section 5) */
  readonly passwordDelayMs?: number;
  /** wrong passwords on one connection until 421 */
  readonly passwordAttempts?: number;
  /** control connections at a time; more are greeted with 421 */
  readonly maxClients?: number;
  /** what uploads may take up */
  readonly capacityBytes?: number;
  /** unknown commands on one connection until 421 */
  readonly unknownCommands?: number;
  /** commands on one connection before its login until 421 */
  readonly commandsBeforeLogin?: number;
  /** verbs and features that the server does not have: unknown, and in no list */
  readonly without?: readonly string[];
  /** codes by verb: commands that are known, and refused to everybody who may give commands */
  readonly refuses?: Readonly<Record<string, number>>;
  /** how far the server's clock is fast; negative: slow */
  readonly clockSkewMs?: number;
  /** nobody may change the file store */
  readonly readOnly?: boolean;
  /** accounts have homes below /home, and may change nothing elsewhere */
  readonly homes?: boolean;
  /** what a name becomes in the store, and which names are one */
  readonly names?: NameForm;
  /** files make the directories of their names */
  readonly objectStore?: boolean;
  /** of LIST */
  readonly layout?: Layout;
  /** IPv4 address where passive listeners are; default: that of the control connection */
  readonly passiveHost?: string;
  /** IPv4 address that 227 names; default: that of the listener */
  readonly announcedHost?: string;
  /** PASV and EPSV name the same listener for as long as the session lasts */
  readonly oneListener?: boolean;
  /** the 1yz reply comes when the data connection is there, under PROT P when its handshake is over too */
  readonly preliminary?: 'at once' | 'with connection' | 'with handshake';
  /** how long a command waits for its execution */
  readonly commandDelayMs?: number;
  /** replies go out octet by octet, a segment each */
  readonly octetSegments?: boolean;
}

/** How names are kept: as they come, or changed, with names that become one in the change. */
export type NameForm = (typeof NAME_FORMS)[number];
export const NAME_FORMS = ['as sent', 'any case', 'decomposed'] as const;

export type Layout = (typeof LAYOUTS)[number];
/** Layouts of LIST. */
export const LAYOUTS = ['unix', 'dos', 'eplf', 'vms', 'mvs', 'os400'] as const;

/** The same with every default filled in. */
export interface Settings extends Required<
  Omit<HonestOptions, 'certificate' | 'host' | 'dataPort' | 'passiveHost' | 'announcedHost'>
> {
  readonly dataPort: number | undefined;
  readonly passiveHost: string | undefined;
  readonly announcedHost: string | undefined;
}

const ACCOUNTS: readonly Account[] = [
  { user: 'ftpspec', password: 'correct horse' },
  { user: 'second', password: ' spaces count ', home: '/second' },
  { user: 'billed', password: 'billed', account: 'research' },
  { user: 'alpha', password: 'alpha', home: '/alpha', host: 'alpha.example' },
];

const DEFAULTS: Settings = {
  port: 0,
  implicit: false,
  tls: 'offered',
  requireReuse: false,
  accounts: ACCOUNTS,
  anonymous: true,
  virtualHosts: ['alpha.example', 'beta.example'],
  passivePorts: [20_002, 32_001],
  dataPort: undefined,
  acceptTimeoutMs: 10_000,
  idleTimeoutMs: 600_000,
  stallTimeoutMs: 300_000,
  passwordDelayMs: 1000,
  passwordAttempts: 3,
  maxClients: 200,
  capacityBytes: 512 * 1024 * 1024,
  unknownCommands: 100,
  commandsBeforeLogin: Infinity,
  without: [],
  refuses: {},
  clockSkewMs: 0,
  readOnly: false,
  homes: false,
  names: 'as sent',
  objectStore: false,
  layout: 'unix',
  passiveHost: undefined,
  announcedHost: undefined,
  oneListener: false,
  preliminary: 'at once',
  commandDelayMs: 0,
  octetSegments: false,
};

/** Where an account's session begins. */
export function homeOf({ user, home = '/' }: Account, { homes }: Settings): string {
  return homes ? `/home/${user}` : home;
}

/** Fills in the defaults; the later ones of several option objects win. */
export function settle(...options: readonly HonestOptions[]): Settings {
  return Object.assign({ ...DEFAULTS }, ...options.map(given)) as Settings;
}

/** Options given as undefined are options not given. */
function given(options: HonestOptions): Partial<HonestOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
