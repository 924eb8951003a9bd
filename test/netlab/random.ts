import { createHash } from 'node:crypto';
import type { CertificateName } from './certificates.ts';
import type { Firewall, Network } from './network.ts';
import { proftpd, proftpdTls } from './servers/proftpd.ts';
import { pureftpd, pureftpdTls } from './servers/pureftpd.ts';
import { pyftpdlib } from './servers/pyftpdlib.ts';
import type { Service } from './servers/service.ts';
import { vsftpd, vsftpdTls } from './servers/vsftpd.ts';
import { plain, range, secure, type Situation, trusted } from './situation.ts';

/** What every server can be told. */
interface Setup {
  readonly certificate: CertificateName | undefined;
  /** the address that 227 names; its own where that is not said */
  readonly announced: string | undefined;
}

const SERVERS: Readonly<Record<string, (setup: Setup) => Service>> = {
  vsftpd: ({ certificate, announced }) =>
    vsftpd({
      ...(certificate && vsftpdTls(certificate)),
      ...(announced !== undefined && { pasv_address: announced }),
    }),
  ProFTPD: ({ certificate, announced }) =>
    proftpd(
      [
        certificate ? proftpdTls(certificate) : '',
        announced === undefined ? '' : `MasqueradeAddress ${announced}`,
      ].join('\n'),
    ),
  'Pure-FTPd': ({ certificate, announced }) =>
    pureftpd([
      ...(certificate ? pureftpdTls(1, certificate) : []),
      ...(announced === undefined ? [] : [`--forcepassiveip=${announced}`]),
    ]),
  pyftpdlib: ({ certificate, announced }) =>
    pyftpdlib({
      ...(certificate && { tls: certificate }),
      handler: announced === undefined ? {} : { masquerade_address: announced },
    }),
};

/** What stands on the way to the passive ports, with what it is to be called. */
const WAYS: Readonly<Record<string, { code?: string; far?: Firewall; server?: Firewall }>> = {
  'the range open': {},
  'the range dropped by the router': {
    code: 'passive-ports-filtered',
    far: { forward: [`tcp dport ${range} drop`] },
  },
  'the range dropped by its host': {
    code: 'passive-ports-filtered',
    server: { input: [`tcp dport ${range} drop`] },
  },
  'the range refused by its host': {
    code: 'passive-ports-refused',
    server: { input: [`tcp dport ${range} reject with tcp reset`] },
  },
  'half of the range dropped': {
    code: 'passive-ports-partly-open',
    far: { forward: ['tcp dport 50051-50100 drop'] },
  },
};

/** What keeps a client from the transfer before it comes to one. */
const DOORS: Readonly<Record<string, { code?: string; far?: Firewall }>> = {
  'a door that is open': {},
  'a wrong password': { code: 'login-refused' },
  'the control port dropped': {
    code: 'control-filtered',
    far: { forward: ['tcp dport 21 drop'] },
  },
};

const PUBLIC = '203.0.113.20';
const NO_DIRECTORY = 'pub/nowhere';

/** Worlds put together from mechanisms by chance, the same for the same seed; what is to be found follows from them. */
export function randomSituations(count: number, seed: string): Situation[] {
  return Array.from({ length: count }, (_, index) => randomSituation(`${seed}-${index + 1}`));
}

function randomSituation(name: string): Situation {
  const draw = drawer(name);
  const server = draw('server', Object.keys(SERVERS));
  // Most doors are open: there is more to see behind them.
  const door = draw('door', [
    ...Array<string>(6).fill('a door that is open'),
    ...Object.keys(DOORS),
  ]);
  const way = draw('way', Object.keys(WAYS));
  const certificate = draw('TLS', [undefined, undefined, 'good', 'expired'] as const);
  const clientNat = draw('client', [undefined, '192.168.1', '10.77.0']);
  const serverNat = draw('NAT', [undefined, undefined, '10.1.2', '172.20.5', '192.168.77']);
  const announces = draw('address', ['its public address', 'its own address'] as const);
  const directory = draw('directory', ['', '', '', NO_DIRECTORY]);
  const isWrong = serverNat !== undefined && announces === 'its own address';
  const faults = [
    DOORS[door]?.code,
    isWrong ? 'passive-address-private' : undefined,
    WAYS[way]?.code,
    directory === '' ? undefined : 'directory-refused',
    certificate === 'expired' ? 'tls-untrusted' : undefined,
  ].filter((one) => one !== undefined);
  const [code = 'healthy'] = faults;
  const isShut = DOORS[door]?.code !== undefined;
  const base = certificate === undefined ? plain : secure;
  const url = (door === 'a wrong password' ? base.replace('secret', 'wrong') : base) + directory;
  const service = SERVERS[server]!({
    certificate,
    announced: serverNat !== undefined && !isWrong ? PUBLIC : undefined,
  });
  const nats = [clientNat && `client in ${clientNat}`, serverNat && `server in ${serverNat}`];
  return {
    id: `random/${name}`,
    code,
    title: [
      ...[server, door, way, announces, certificate && `certificate ${certificate}`, ...nats],
      directory === '' ? undefined : 'a directory that is not there',
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(', '),
    url,
    ...(certificate && { args: certificate === 'good' ? trusted : [...trusted, '--insecure'] }),
    services: [service],
    network: {
      ...(clientNat !== undefined && { client: clientNat }),
      ...(serverNat !== undefined && { server: serverNat }),
      firewall: { far: joined(DOORS[door]?.far, WAYS[way]?.far), server: WAYS[way]?.server ?? {} },
    } satisfies Network,
    // A client behind NAT has no active mode to tell a closed range from a helper that is missing.
    also: code === 'passive-ports-filtered' ? ['helper-missing', 'alg-blinded-by-tls'] : [],
    ...(isShut || faults.length < 2
      ? { besides: faults }
      : { and: Object.fromEntries(faults.slice(1).map((one) => [one, {}])) }),
  };
}

function joined(one: Firewall = {}, other: Firewall = {}): Firewall {
  return { forward: [...(one.forward ?? []), ...(other.forward ?? [])] };
}

/** Draws by name, so that what is drawn for one thing does not depend on what is drawn for others. */
function drawer(seed: string): <T>(what: string, of: readonly T[]) => T {
  return (what, of) => {
    const digest = createHash('sha256').update(`${seed}/${what}`).digest();
    return of[digest.readUInt32BE() % of.length]!;
  };
}
