// client --lan/inside-- near --mid/mid-- far --inside/lan-- server
//
// near is the client's router, far the server's; between them lies the internet. Nothing is
// connected to the machine's own network.

/** The namespaces of every lab. */
export const nodes = ['client', 'near', 'far', 'server'] as const;
export type Node = (typeof nodes)[number];

/** nftables statements of one node, hook by hook; each list ends with the hook's policy accept. */
export interface Firewall {
  /** Declarations of the table: sets, timeout policies. */
  declare?: readonly string[];
  /** Control ports to which the kernel's FTP helper is bound. */
  helper?: readonly number[];
  early?: readonly string[];
  input?: readonly string[];
  forward?: readonly string[];
  output?: readonly string[];
  dnat?: readonly string[];
  snat?: readonly string[];
}

export interface Network {
  /** First three octets of the client's network; a private one is masqueraded by near. */
  client?: string;
  /** First three octets of the server's network; a private one is behind DNAT by far. */
  server?: string;
  /** TCP ports of the public address that far forwards to a private server (default: all). */
  forwarded?: string;
  /** What the internet does with private destinations (default: drop). */
  private?: 'drop' | 'unreachable' | 'route';
  /** Further addresses of the server, inside its network. */
  aliases?: readonly string[];
  mtu?: number;
  /** tc rate of the way to the client, such as `2mbit`. */
  rate?: string;
  /** Without it the client has no IPv6 address. */
  ipv6?: false;
  firewall?: Partial<Record<Node, Firewall>>;
  /** /etc/hosts of the client, added to the lab's own names. */
  names?: Readonly<Record<string, readonly string[]>>;
  nameserver?: string;
  /** net.* settings by node. */
  sysctl?: Partial<Record<Node, Readonly<Record<string, string | number>>>>;
}

const publicClient = '198.51.100';
const publicServer = '203.0.113';

const isPrivate = (prefix: string) => ![publicClient, publicServer].includes(prefix);
const privateRanges = '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 127.0.0.0/8';

const labNames: Record<string, readonly string[]> = {
  'ftp.example.net': ['203.0.113.20'],
  'ftp6.example.net': ['2001:db8:c::20'],
  'dual.example.net': ['2001:db8:c::20', '203.0.113.20'],
};

/** The nftables text of one node. */
function ruleset(firewall: Firewall): string {
  const { declare = [], helper = [] } = firewall;
  const chain = (name: string, hook: string, statements: readonly string[] = []) =>
    statements.length === 0
      ? ''
      : `  chain ${name} {\n    type ${hook}; policy accept;\n    ${statements.join('\n    ')}\n  }\n`;
  const helpers = helper.map((port) => `tcp dport ${port} ct helper set "ftp-helper"`);
  return (
    'table inet lab {\n' +
    (helper.length > 0
      ? '  ct helper ftp-helper {\n    type "ftp" protocol tcp\n    l3proto inet\n  }\n'
      : '') +
    declare.map((text) => `  ${text}\n`).join('') +
    chain('early', 'filter hook prerouting priority raw', firewall.early) +
    chain('helpers', 'filter hook prerouting priority mangle', helpers) +
    chain('input', 'filter hook input priority filter', firewall.input) +
    chain('forward', 'filter hook forward priority filter', firewall.forward) +
    chain('output', 'filter hook output priority filter', firewall.output) +
    chain('nat_in', 'nat hook prerouting priority dstnat', firewall.dnat) +
    chain('nat_out', 'nat hook postrouting priority srcnat', firewall.snat) +
    '}\n'
  );
}

/** The firewalls of all nodes, with what the network's own address translation needs. */
function firewalls(network: Network): Record<Node, Firewall> {
  const { client = publicClient, server = publicServer, firewall = {} } = network;
  const near = { ...firewall.near };
  const far = { ...firewall.far };
  if (isPrivate(client)) near.snat = [...(near.snat ?? []), 'oifname "mid" masquerade'];
  if (isPrivate(server)) {
    const ports = network.forwarded === undefined ? '1-65535' : network.forwarded;
    const forward = `ip daddr ${publicServer}.20 tcp dport { ${ports} } dnat ip to ${server}.20`;
    far.dnat = [...(far.dnat ?? []), forward];
    far.snat = [...(far.snat ?? []), `oifname "mid" snat ip to ${publicServer}.20`];
  }
  if (network.private !== 'route') {
    const verdict =
      network.private === 'unreachable' ? 'reject with icmp host-unreachable' : 'drop';
    const bogons = `iifname "mid" ct direction original ct original ip daddr { ${privateRanges} } ${verdict}`;
    far.forward = [bogons, ...(far.forward ?? [])];
  }
  return { client: firewall.client ?? {}, near, far, server: firewall.server ?? {} };
}

interface Link {
  ends: readonly [readonly [Node, string], readonly [Node, string]];
  addresses: readonly [readonly string[], readonly string[]];
}

/** A shell script that builds the network in fresh namespaces; /run is writable. */
export function networkScript(network: Network): string {
  const { client = publicClient, server = publicServer } = network;
  const links: Link[] = [
    {
      ends: [
        ['client', 'lan'],
        ['near', 'inside'],
      ],
      addresses: [
        [`${client}.10/24`, ...(network.ipv6 === false ? [] : ['2001:db8:a::10/64'])],
        [`${client}.1/24`, '2001:db8:a::1/64'],
      ],
    },
    {
      ends: [
        ['near', 'mid'],
        ['far', 'mid'],
      ],
      addresses: [
        ['192.0.2.1/24', '2001:db8:b::1/64'],
        ['192.0.2.2/24', '2001:db8:b::2/64'],
      ],
    },
    {
      ends: [
        ['far', 'inside'],
        ['server', 'lan'],
      ],
      addresses: [
        [`${server}.1/24`, '2001:db8:c::1/64'],
        [
          `${server}.20/24`,
          '2001:db8:c::20/64',
          ...(network.aliases ?? []).map((address) =>
            address.includes(':') ? `${address}/64` : `${address}/24`,
          ),
        ],
      ],
    },
  ];
  const routes: [Node, string][] = [
    ['client', `default via ${client}.1`],
    ...(network.ipv6 === false ? [] : [['client', 'default via 2001:db8:a::1'] as [Node, string]]),
    ['near', 'default via 192.0.2.2'],
    ['near', 'default via 2001:db8:b::2'],
    ['far', 'blackhole default'], // IPv4; an unknown IPv6 destination is answered by ICMP
    ['far', `${publicClient}.0/24 via 192.0.2.1`],
    ['far', '2001:db8:a::/64 via 2001:db8:b::1'],
    ['server', `default via ${server}.1`],
    ['server', 'default via 2001:db8:c::1'],
  ];
  const batches = new Map<Node, string[]>(nodes.map((node) => [node, ['link set lo up']]));
  const batch = (node: Node, line: string) => batches.get(node)?.push(line);
  const script = nodes.map((node) => `ip netns add ${node}`);

  for (const { ends, addresses } of links) {
    const [[one, oneName], [other, otherName]] = ends;
    script.push(`ip -n ${one} link add ${oneName} type veth peer name ${otherName} netns ${other}`);
    ends.forEach(([node, name], side) => {
      for (const address of addresses[side] ?? []) {
        batch(node, `addr add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`);
      }
      const mtu = name === 'mid' && network.mtu !== undefined ? ` mtu ${network.mtu}` : '';
      batch(node, `link set ${name}${mtu} up`);
    });
  }
  if (isPrivate(server)) batch('far', `addr add ${publicServer}.20/32 dev lo`);
  for (const [node, route] of routes) {
    batch(node, `route add ${route}`);
  }
  const settings: Partial<Record<Node, Record<string, string | number>>> = {
    // a filtered port is found in 3 s instead of 130 s
    client: {
      'net.ipv4.tcp_syn_retries': 1,
      // below the passive ranges, so that a rule for those never meets an answer to the client
      'net.ipv4.ip_local_port_range': '32768 39999',
    },
    near: { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 },
    far: { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 },
  };
  const walls = firewalls(network);
  for (const node of nodes) {
    const enter = `nsenter --net=/run/netns/${node}`;
    const values = Object.entries({ ...settings[node], ...network.sysctl?.[node] });
    script.push(`ip -n ${node} -batch - <<'END'\n${batches.get(node)?.join('\n') ?? ''}\nEND`);
    script.push(`${enter} nft -f - <<'END'\n${ruleset(walls[node])}END`);
    if (values.length > 0) {
      script.push(`${enter} sysctl -qw ${values.map(([key, v]) => `'${key}=${v}'`).join(' ')}`);
    }
  }
  if (network.rate !== undefined) {
    script.push(
      `tc -n near qdisc add dev inside root tbf rate ${network.rate} burst 16k latency 800ms`,
    );
  }
  return `${script.join('\n')}\n`;
}

/** The text of the client's /etc/hosts. */
export function hostsFile(network: Network): string {
  return Object.entries({ localhost: ['127.0.0.1'], ...labNames, ...network.names })
    .flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}\n`))
    .join('');
}
