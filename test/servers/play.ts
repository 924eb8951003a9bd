import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../src/ledger/places.ts';
import type { JsonReport, JsonRun } from '../../src/report/run/json.ts';
import { formatEndpoint, type Endpoint } from '../../src/wire/endpoint.ts';
import { type Ended, ftpspec } from '../support/cli.ts';
import { ACCOUNT, ANOTHER } from './accounts.ts';
import type { Lab } from './containers.ts';
import type { Declared } from './declaration.ts';
import { starterOf } from './start.ts';

/** Where the runs leave their reports: who decides about a failure reads its transcript there. */
const REPORTS = join(import.meta.dirname, '../../reports/servers');

/** Where a server's ledger is kept. */
export function ledgerFile({ folder }: Declared): string {
  return join(folder, 'ledger.yaml');
}

/** How a server was played. */
export interface Play extends Ended {
  /** how often the server died in the meantime */
  readonly deaths: number;
}

/** What a play leaves to its caller. */
export interface PlayOptions {
  /** for servers that have an image */
  readonly lab?: Lab | undefined;
  /** those of the server where it is absent */
  readonly places?: readonly Place[];
  /** more arguments of `ftpspec run` */
  readonly more?: readonly string[];
}

/**
 * Plays the default suite against a server, each place with a server of its own, side by side.
 * @throws Error where the server does not start, or the command line is wrong
 */
export async function playServer(server: Declared, options: PlayOptions = {}): Promise<Play> {
  const places = options.places ?? server.places;
  const starts = await Promise.allSettled(places.map(await starterOf(server, options.lab)));
  const running = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    for (const one of starts) if (one.status === 'rejected') throw one.reason;
    const ended = await ftpspec(
      [
        'run',
        ...running.map(({ endpoint }, index) => urlOf(endpoint, places[index]!, server)),
        ...places.flatMap((place) => ['--name', `${server.name} ${place}`]),
        ...['--ledger', ledgerFile(server)],
        ...(options.more ?? []),
        ...['--password-env', 'FTPSPEC_PASSWORD'],
        ...(server.oneAccount ? [] : ['--second-user', `${ANOTHER.user}:${ANOTHER.password}`]),
        // A container's own address is not loopback, but nobody else uses it.
        ...['--allow', 'writes,intrusive'],
        // Its certificate is its own.
        '--insecure',
        ...['--jobs', String(server.jobs)],
        // Many runs share the machine.
        ...['--timeout', '30'],
        ...['--out', join(REPORTS, server.name), '--reporter', 'quiet'],
      ],
      { env: { FTPSPEC_PASSWORD: ACCOUNT.password } },
    );
    // 1: something is not as the ledger says. 3: what was chosen could not be judged. 4: something is left behind.
    if (![0, 1, 3, 4].includes(ended.code ?? -1))
      throw new Error(`${server.name}: ${ended.stdout}${ended.stderr}`);
    return { ...ended, deaths: running.reduce((sum, one) => sum + one.deaths(), 0) };
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

/** The results of the last play of a server, a run for each place. */
function lastRuns({ name }: Declared): readonly JsonRun[] {
  const text = readFileSync(join(REPORTS, name, 'results.json'), 'utf8');
  const report = JSON.parse(text) as JsonReport;
  return 'runs' in report ? report.runs : [report];
}

/** What the last play of a server and its ledger do not agree on: a line each, by id. */
function differences(server: Declared): Map<string, string> {
  const lines = new Map<string, string>();
  const add = (label: string, id: string, what: string): void =>
    void lines.set(id, [lines.get(id) ?? id, `${label}: ${what}`].join('; '));
  for (const { label, scenarios, rules, ledger } of lastRuns(server)) {
    for (const { id, reason } of ledger?.problems ?? []) add(label, id, reason);
    for (const one of [...scenarios, ...rules])
      if (one.outcome === 'error' || (one.outcome === 'fail' && !one.known))
        add(label, one.id, one.reason);
  }
  return lines;
}

/** What became of a server's play, and of a second try where that was needed. */
export interface Judged {
  readonly deaths: number;
  /** the runs of the first play */
  readonly runs: readonly JsonRun[];
  /** lines by id: what the first play and the ledger do not agree on, and what the second does not either */
  readonly differed: ReadonlyMap<string, string>;
  readonly lasting: ReadonlyMap<string, string>;
}

/**
 * Plays a server and holds it against its ledger. What differs is played once more: many runs share the machine, and
 * only what comes back is the server's, or the suite's.
 * @throws Error as {@link playServer}
 */
export async function judgeServer(server: Declared, options: PlayOptions = {}): Promise<Judged> {
  const { deaths } = await playServer(server, options);
  const runs = lastRuns(server);
  const differed = differences(server);
  if (differed.size === 0) return { deaths, runs, differed, lasting: differed };
  const more = [...(options.more ?? []), ...only([...differed.keys()])];
  await playServer(server, { ...options, more });
  const lasting = new Map([...differences(server)].filter(([id]) => differed.has(id)));
  return { deaths, runs, differed, lasting };
}

/** Only these; all, where there is a rule among them, as rules are held against whole runs alone. */
function only(ids: readonly string[]): string[] {
  return ids.some((id) => id.startsWith('rules/')) ? [] : ['--id', ids.join(',')];
}

/** The address, with the scheme that asks for AUTH TLS, for TLS at once, or for neither. */
export function urlOf(endpoint: Endpoint, place: Place, { tls }: Declared): string {
  const scheme = !place.startsWith('tls') ? 'ftp' : tls === 'implicit' ? 'ftps' : 'ftpes';
  return `${scheme}://${ACCOUNT.user}@${formatEndpoint(endpoint)}/`;
}
