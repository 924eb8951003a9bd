import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, inside } from './paths.ts';
import { hostsFile, networkScript, type Network, type Node } from './network.ts';

export interface Finished {
  /** Exit status; null when a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/**
 * How much of a lab this user can build: `full` as root or with subordinate user ids,
 * `single` in a user namespace with one id (no server that changes its user), `none` where
 * namespaces are refused.
 */
export type Privilege = 'full' | 'single' | 'none';

const isRoot = process.getuid?.() === 0;

/** The command line that runs `argv` in fresh namespaces. */
const inNamespaces = (mapping: readonly string[], argv: readonly string[]) => [
  'unshare',
  ...(isRoot ? [] : ['--user', '--map-root-user', ...mapping]),
  ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
  ...argv,
];

async function worksWith(mapping: readonly string[]): Promise<boolean> {
  const attempt =
    'mount -t tmpfs tmpfs /run && ip netns add try && ip netns exec try nft list tables';
  return (await collect(inNamespaces(mapping, ['sh', '-c', attempt]))).status === 0;
}

/** Finds out what `unshare` allows here. */
export async function privilege(): Promise<Privilege> {
  if (isRoot) return (await worksWith([])) ? 'full' : 'none';
  if (await worksWith(['--map-auto'])) return 'full';
  return (await worksWith([])) ? 'single' : 'none';
}

/** Runs a command to its end, or for so long; what it prints is kept. */
async function collect(
  [program = '', ...args]: readonly string[],
  timeoutMs = 60_000,
): Promise<Finished> {
  // detached: Ctrl-C reaches the runner alone, whose end takes the labs down
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: environment,
  });
  let [stdout, stderr, timedOut] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
    // what nsenter started holds the pipes until the lab is closed
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeoutMs);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code));
    });
    return { status, stdout, stderr, timedOut };
  } finally {
    clearTimeout(timer);
  }
}

const etcFiles = (network: Network): Record<string, string> => ({
  hosts: hostsFile(network),
  'resolv.conf': `nameserver ${network.nameserver ?? '192.0.2.1'}\n`,
  'nsswitch.conf':
    'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nprotocols: files\nservices: files\n',
  passwd: [
    'root:x:0:0:root:/root:/bin/sh',
    `tester:x:1000:1000::${inside}/home:/bin/sh`,
    `ann:x:1000:1000::${inside}/home:/bin/sh`,
    `empty:x:1000:1000::${inside}/empty:/bin/sh`,
    `ftp:x:1001:1001::${inside}/pub:/bin/sh`,
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  ].join('\n'),
  group: 'root:x:0:\ntester:x:1000:\nftp:x:1001:\nnogroup:x:65534:\n',
  shadow: [
    'root:*:19000:0:99999:7:::',
    // secret
    'tester:$6$netlab$E1aSgGlZgHcStCdNdISdxbCTLhHVa/T.V9jIWUlNDetrdXZ53cmMmm4YGsntqFRoMlovYv3lRrpAKCHXk3NHX1:19000:0:99999:7:::',
    // p@ss:word
    'ann:$6$netlab$gWMlW4Ag1ei1gJgzH8KHwGXMxvcIKKIlFdjpkz2ISoGE/1BrBsktuZIyc5nJZkLBclA0YDs2sVJ3oMWNYpHtB0:19000:0:99999:7:::',
    'empty:$6$netlab$E1aSgGlZgHcStCdNdISdxbCTLhHVa/T.V9jIWUlNDetrdXZ53cmMmm4YGsntqFRoMlovYv3lRrpAKCHXk3NHX1:19000:0:99999:7:::',
    'ftp:*:19000:0:99999:7:::\n',
  ].join('\n'),
});

// Each lab sees /etc files and /run of its own; the machine's stay as they are.
function setupScript(network: Network): string {
  const files = Object.entries(etcFiles(network));
  return [
    'set -e',
    'mount -t tmpfs -o mode=755 tmpfs /run',
    `mkdir -p ${inside}/etc/pam.d ${inside}/home/docs ${inside}/pub ${inside}/empty ${inside}/chroot`,
    ...files.map(
      ([name, text]) =>
        `cat > ${inside}/etc/${name} <<'END'\n${text}END\nmount --bind ${inside}/etc/${name} /etc/${name}`,
    ),
    `printf 'auth required pam_unix.so nullok\\naccount required pam_permit.so\\nsession required pam_permit.so\\n' > ${inside}/etc/pam.d/vsftpd`,
    `cp ${inside}/etc/pam.d/vsftpd ${inside}/etc/pam.d/other`,
    `mount --bind ${inside}/etc/pam.d /etc/pam.d`,
    `cd ${inside}/home`,
    'echo "a small file" > readme.txt; echo one > docs/one.txt; echo two > docs/two.txt',
    'head -c 4194304 /dev/urandom > large.bin',
    'mkdir docs/many; (cd docs/many; touch $(seq -f "report-of-%04g.csv" 300))',
    `cp -r . ${inside}/pub`,
    `chmod 555 ${inside}/chroot ${inside}/pub`,
    `chown -R 1000:1000 ${inside}/home ${inside}/empty 2>/dev/null || true`,
    networkScript(network),
    'cd /',
    'echo ready',
    // the lab lives as long as its owner holds this pipe, and not a moment longer
    'read -r _ || true',
  ].join('\n');
}

/**
 * Client, two routers and server in network namespaces inside a mount and a process namespace
 * of their own: whatever ends the owner ends every process, mount, file and interface of it.
 */
export class Lab {
  readonly #owner: ChildProcess;
  readonly #init: number;

  private constructor(owner: ChildProcess, init: number) {
    this.#owner = owner;
    this.#init = init;
  }

  /** Builds the network. @throws {Error} with the text of the command that failed */
  static async open(network: Network, privilege: Privilege): Promise<Lab> {
    const mapping = privilege === 'full' && !isRoot ? ['--map-auto'] : [];
    const [program = '', ...args] = inNamespaces(mapping, ['bash', '-c', setupScript(network)]);
    const owner = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: environment,
    });
    let errors = '';
    owner.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    await new Promise<void>((resolve, reject) => {
      owner.once('error', reject);
      owner.once('close', () => reject(new Error(`the lab could not be built: ${errors.trim()}`)));
      owner.stdout.once('data', () => resolve());
    });
    const children = readFileSync(`/proc/${owner.pid}/task/${owner.pid}/children`, 'utf8');
    return new Lab(owner, Number.parseInt(children, 10));
  }

  /** The command line that runs `argv` in a node. */
  command(node: Node, argv: readonly string[]): string[] {
    const target = `--target=${this.#init}`;
    const user = isRoot ? [] : ['--user', '--preserve-credentials'];
    const net = `--net=/proc/${this.#init}/root/run/netns/${node}`;
    return ['nsenter', target, ...user, '--mount', '--pid', net, '--', ...argv];
  }

  /** Runs a command in a node to its end. */
  run(node: Node, argv: readonly string[], timeoutMs?: number): Promise<Finished> {
    return collect(this.command(node, argv), timeoutMs);
  }

  /** Starts a process that stays; what it prints goes to the lab's log. */
  start(node: Node, argv: readonly string[]): void {
    const [program = '', ...args] = this.command(node, [
      'sh',
      '-c',
      `exec "$@" >>${inside}/log 2>&1 </dev/null`,
      'sh',
      ...argv,
    ]);
    spawn(program, args, { stdio: 'ignore', detached: true, env: environment }).on(
      'error',
      () => undefined,
    );
  }

  /** Waits until something listens on a TCP port of a node. @throws {Error} with the log */
  async listening(node: Node, port: number): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (Date.now() < deadline) {
      const sockets = await this.run(node, ['ss', '-Hltn', `sport = :${port}`]);
      if (sockets.stdout.trim() !== '') return;
      await sleep(50);
    }
    throw new Error(`nothing listens on port ${port} of ${node}: ${await this.log()}`);
  }

  /** Writes a file; `path` as the lab sees it, below /run/lab. */
  async write(path: string, text: string): Promise<void> {
    const outside = `/proc/${this.#init}/root${path}`;
    await mkdir(dirname(outside), { recursive: true });
    await writeFile(outside, text);
  }

  /** Reads a file below /run/lab; undefined when there is none. */
  async read(path: string): Promise<string | undefined> {
    const outside = `/proc/${this.#init}/root${path}`;
    return existsSync(outside) ? await readFile(outside, 'utf8') : undefined;
  }

  async log(): Promise<string> {
    return ((await this.read(`${inside}/log`)) ?? '').trim();
  }

  /** Ends every process of the lab; namespaces and files go with the last of them. */
  async close(): Promise<void> {
    if (this.#owner.exitCode !== null || this.#owner.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#owner.once('close', resolve));
    this.#owner.stdin?.end();
    await gone;
  }
}
