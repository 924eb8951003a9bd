import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a benchmark finds what it needs. */
export interface Surroundings {
  /** of the embedded server, with user and password */
  readonly url: string;
  /** the same server at the other end of a line whose round trip takes 20 ms */
  readonly farUrl: string;
  /** for files of its own */
  readonly folder: string;
  /** hosts of a fleet, thousandths of the suite */
  readonly size: number;
}

/** A command line. */
export type Words = readonly string[];

/** What ftpspec does, and what a user would take in its place. */
export interface Benchmark {
  readonly id: string;
  /** what is compared, for the table */
  readonly title: string;
  /** how many times the rival's CPU, and wall time, ftpspec may take, and how many MiB of memory */
  readonly goal: { readonly cpu?: number; readonly wall?: number; readonly memory?: number };
  /** what has to be done once, before the rounds */
  readonly before?: (surroundings: Surroundings) => Words;
  readonly ours: (surroundings: Surroundings) => Words;
  readonly rival: (surroundings: Surroundings) => Words;
}

const FTPSPEC = [process.execPath, join(import.meta.dirname, '../dist/ftpspec.js')];
const NODE = [process.execPath, '-e', '0'];
const ONE = ['run', '--id', 'passive/newest-listener-wins'];

/** Every benchmark. Each command has to end well: what is quick because it fails is no measurement. */
export const BENCHMARKS: readonly Benchmark[] = [
  {
    id: 'version',
    title: '`ftpspec --version` against `node -e 0`',
    goal: { cpu: 1.2 },
    ours: () => [...FTPSPEC, '--version'],
    rival: () => NODE,
  },
  {
    id: 'usage',
    title: '`ftpspec --help` against `node -e 0`',
    goal: { cpu: 2 },
    ours: () => [...FTPSPEC, '--help'],
    rival: () => NODE,
  },
  {
    id: 'list',
    title: '`ftpspec list` against `node -e 0`',
    goal: { cpu: 2 },
    ours: () => [...FTPSPEC, 'list'],
    rival: () => NODE,
  },
  {
    id: 'scenario',
    title: 'One scenario against `node -e 0` and five listings by curl',
    goal: { cpu: 1 },
    ours: ({ url, folder }) => [...FTPSPEC, ...ONE, url, '--out', folder],
    rival: ({ url }) =>
      shell('"$1" -e 0; for n in 1 2 3 4 5; do curl -sS "$2/"; done', process.execPath, url),
  },
  {
    id: 'parallel',
    title: 'The suite with `--jobs 8` against `--jobs 1`, 20 ms from the server',
    goal: { wall: 1 / 6 },
    ours: (surroundings) => theSuite(surroundings, 8),
    rival: (surroundings) => theSuite(surroundings, 1),
  },
  {
    id: 'fleet',
    title: '`diagnose --targets` against `xargs -P 32` curl, a listing each',
    goal: { cpu: 2, memory: 300 },
    ours: (surroundings) => [
      ...FTPSPEC,
      'diagnose',
      '--insecure',
      '--targets',
      hosts(surroundings),
    ],
    rival: (surroundings) => shell('xargs -P 32 -n 1 curl -sS < "$1"', hosts(surroundings)),
  },
  ...transfers(false),
  ...transfers(true),
];

function theSuite({ farUrl, folder, size }: Surroundings, jobs: number): Words {
  const part = `1/${Math.round(1000 / size)}`;
  return [
    ...FTPSPEC,
    'run',
    farUrl,
    '--quick',
    '--shard',
    part,
    '--jobs',
    `${jobs}`,
    '--out',
    folder,
  ];
}

/** 200 MiB, and their digest where they come. */
function transfers(tls: boolean): Benchmark[] {
  const suffix = tls ? '-tls' : '';
  const under = tls ? ' under TLS' : '';
  const goal = tls ? { cpu: 1.3, memory: 100 } : { wall: 1, memory: 100 };
  const curl = tls ? 'curl -sSk --ssl-reqd' : 'curl -sS';
  const up = (name: string, { url }: Surroundings): Words =>
    shell(`head -c 209715200 /dev/zero | ${curl} -T - "$1/${name}"`, url);
  const play = (script: string, { url, folder }: Surroundings): Words => [
    ...FTPSPEC,
    ...['run', tls ? url.replace('ftp:', 'ftpes:') : url, '--insecure'],
    ...['--scripts', join(import.meta.dirname, 'scripts', `${script}.yaml`), '--out', folder],
  ];
  return [
    {
      id: `retrieve${suffix}`,
      title: `200 MiB down${under}, with their digest, against curl and sha256sum`,
      goal,
      before: (surroundings) => up('ftpspec-bench.bin', surroundings),
      ours: (surroundings) => play('retrieve', surroundings),
      rival: ({ url }) => shell(`${curl} "$1/ftpspec-bench.bin" | sha256sum`, url),
    },
    {
      id: `store${suffix}`,
      title: `200 MiB up${under} against curl`,
      goal,
      ours: (surroundings) => play('store', surroundings),
      rival: (surroundings) => up('ftpspec-bench-up.bin', surroundings),
    },
  ];
}

/** A line for the shell, whose `$1` and so on are these words. */
function shell(line: string, ...words: string[]): Words {
  return ['sh', '-c', line, 'sh', ...words];
}

/** A file that names the server as often as the fleet has hosts. */
function hosts({ url, folder, size }: Surroundings): string {
  const file = join(folder, 'hosts.txt');
  writeFileSync(file, `${url}/\n`.repeat(size));
  return file;
}
