import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a benchmark finds what it needs. */
export interface Surroundings {
  /** of the embedded server, with user and password */
  readonly url: string;
  /** for files of its own */
  readonly folder: string;
  /** hosts of a fleet, or scenarios that count */
  readonly size: number;
}

/** A command line. */
export type Words = readonly string[];

/** What ftpspec does, and what a user would take in its place. */
export interface Benchmark {
  readonly id: string;
  /** what is compared, for the table */
  readonly title: string;
  /** how many times the rival's CPU, and wall time, ftpspec may take */
  readonly goal: { readonly cpu?: number; readonly wall?: number };
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
    rival: ({ url }) => [
      'sh',
      '-c',
      '"$1" -e 0; shift; for n in 1 2 3 4 5; do curl -sS "$1/"; done',
      'sh',
      process.execPath,
      url,
    ],
  },
  {
    id: 'parallel',
    title: 'The scenarios of one suite with `--jobs 8` against `--jobs 1`',
    goal: {},
    ours: (surroundings) => oneSuite(surroundings, 8),
    rival: (surroundings) => oneSuite(surroundings, 1),
  },
  {
    id: 'fleet',
    title: '`diagnose --targets` against `xargs -P 32` curl, a listing each',
    goal: { cpu: 2 },
    ours: (surroundings) => [
      ...FTPSPEC,
      'diagnose',
      '--insecure',
      '--targets',
      hosts(surroundings),
    ],
    rival: (surroundings) => [
      'sh',
      '-c',
      'xargs -P 32 -n 1 curl -sS < "$1"',
      'sh',
      hosts(surroundings),
    ],
  },
];

function oneSuite({ url, folder }: Surroundings, jobs: number): Words {
  return [...FTPSPEC, 'run', url, '--suite', 'navigation', '--jobs', String(jobs), '--out', folder];
}

/** A file that names the server as often as the fleet has hosts. */
function hosts({ url, folder, size }: Surroundings): string {
  const file = join(folder, 'hosts.txt');
  writeFileSync(file, `${url}/\n`.repeat(size));
  return file;
}
