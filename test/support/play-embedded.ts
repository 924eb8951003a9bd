import { loadCatalogue, type Catalogue } from '../../src/catalogue/index.ts';
import { dataFolder } from '../../src/package/folders.ts';
import { startReference, type ReferenceOptions } from '../../src/reference/index.ts';
import type { RunOptions } from '../../src/runner/options.ts';
import type { Outcome, RunResult } from '../../src/runner/results.ts';
import { run } from '../../src/runner/run.ts';
import { loadScenarios, type Scenario } from '../../src/scenario/load.ts';
import { parseTarget, type Security } from '../../src/targets/url.ts';

/** What is played. */
export interface Subject {
  readonly catalogue: Catalogue;
  readonly scenarios: readonly Scenario[];
}

/** All built-in scenarios. */
export function wholeSuite(): Subject {
  const catalogue = loadCatalogue();
  return { catalogue, scenarios: loadScenarios([dataFolder('suites')], catalogue) };
}

/** How the client goes about it. */
interface Manner {
  /** how long it waits for a reply */
  readonly timeoutMs: number;
  /** scenarios at a time */
  readonly jobs?: number;
  readonly security?: Security;
}

/** Plays scenarios against an embedded server of its own. */
export async function playEmbedded(
  { catalogue }: Subject,
  scenarios: readonly Scenario[],
  reference: ReferenceOptions,
  { timeoutMs, jobs = 8, security = 'ftp' }: Manner,
): Promise<RunResult> {
  const server = await startReference({ acceptTimeoutMs: 3000, ...reference });
  try {
    const target = {
      ...parseTarget(`${security}://127.0.0.1:${server.port}`),
      user: server.user,
      password: server.password,
    };
    const options: RunOptions = {
      target,
      name: 'embedded',
      label: 'embedded',
      isSelection: false,
      shard: undefined,
      repeat: 1,
      endsAt: [],
      ledger: undefined,
      require: [],
      addresses: server.hosts,
      own: true,
      allow: [],
      password: server.password,
      second: server.accounts[1],
      family: undefined,
      ca: undefined,
      verify: false,
      file: undefined,
      largeFile: undefined,
      activeAddress: undefined,
      activePorts: undefined,
      dataPort: undefined,
      dataAddress: 'auto',
      jobs,
      timeoutMs,
      patienceMs: 1_000,
      notes: undefined,
      seed: 'faults',
      rerun: 'ftpspec run',
    };
    return await run(options, scenarios, catalogue, {}, new AbortController().signal);
  } finally {
    await server.close();
  }
}

/** Everything that is not as it should be in a run, by id. A run that could not begin counts as seen by `run`. */
export function notices(result: RunResult): Map<string, Outcome> {
  const bad = [...result.scenarios, ...result.rules].filter(
    ({ outcome }) => outcome === 'warn' || outcome === 'fail' || outcome === 'error',
  );
  const seen = new Map<string, Outcome>(bad.map(({ id, outcome }) => [id, outcome]));
  if (result.stopped !== undefined) seen.set(`run (${result.stopped})`, 'error');
  return seen;
}

/** Does work for each item, a few at a time, and keeps the order of the answers. */
export async function sideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
