import type { Catalogue } from '../catalogue/index.ts';
import { ensureWritable } from '../report/common/write.ts';
import type { PlannedShard } from '../runner/options.ts';
import { ofShard, type Shard } from '../runner/shard.ts';
import type { Scenario } from '../scenario/load.ts';
import { parseTarget, type Target } from '../targets/url.ts';
import { withPasswords } from './credentials.ts';
import { runsIn } from './earlier-runs.ts';
import { lastFailed } from './last-failed.ts';
import type { OpenLedger } from './ledgers.ts';
import { chosenFrom } from './load-selection.ts';
import { namesOfTarget } from './plan-jobs.ts';
import type { TargetArguments } from './run-arguments.ts';
import { type RunSettings, runSettings } from './run-settings.ts';

/** One target, and what is played against it. */
export interface Trial {
  readonly args: TargetArguments;
  readonly settings: RunSettings;
  readonly target: Target | undefined;
  readonly scenarios: readonly Scenario[];
  /** there are scenarios that are not played */
  readonly isPart: boolean;
  readonly ledger: OpenLedger | undefined;
}

/** What holds for the trials of all targets. */
export interface Plan {
  readonly catalogue: Catalogue;
  readonly all: readonly Scenario[];
  readonly seed: string;
  readonly shard: Shard | undefined;
  /** how long a scenario took before, in milliseconds */
  readonly msOf: (id: string) => number | undefined;
  /** where an earlier run is told of which only what failed is played */
  readonly earlier: string | undefined;
}

/** What is played against each where there is something. @throws UsageError, TargetError, SelectionError, LedgerError, ReportError */
export async function planTrials(each: readonly TargetArguments[], plan: Plan): Promise<Trial[]> {
  const { catalogue, all, seed } = plan;
  const ids = all.map(({ id }) => id);
  const ledgers = new Map<string | undefined, OpenLedger | undefined>();
  const { earlier: path } = plan;
  const earlier =
    path === undefined ? undefined : { path, runs: await runsIn(path, 'last-failed') };
  const trials: Trial[] = [];
  for (const args of each) {
    const target = args.url === undefined ? undefined : parseTarget(args.url);
    const names = namesOfTarget(args, target);
    const failed = earlier && lastFailed(earlier.runs, names, { ...args, path: earlier.path });
    const chosen = chosenFrom(all, args).filter(({ id }) => failed?.has(id) ?? true);
    if (chosen.length === 0) continue;
    const { scenarios, shard } = partOf(chosen, plan);
    const isSelection = chosen.length < all.length;
    const ledger = ledgers.get(args.ledger) ?? (await ledgerOf(args, ids, catalogue));
    ledgers.set(args.ledger, ledger);
    if (ledger && args.updateLedger) await ensureWritable(ledger.path);
    const settings = await runSettings(args, { isSelection, shard, ledger: ledger?.ledger, seed });
    const isPart = isSelection || shard !== undefined;
    trials.push({ args, settings, target, scenarios, isPart, ledger });
  }
  return trials;
}

/** The ledger of a target that has one. @throws LedgerError, ScriptFileError */
async function ledgerOf(
  args: TargetArguments,
  ids: readonly string[],
  catalogue: Catalogue,
): Promise<OpenLedger | undefined> {
  if (args.ledger === undefined) return undefined;
  return (await import('./ledgers.ts')).openLedger(args, ids, catalogue);
}

function partOf(
  chosen: readonly Scenario[],
  { shard, msOf }: Plan,
): { readonly scenarios: readonly Scenario[]; readonly shard: PlannedShard | undefined } {
  if (!shard) return { scenarios: chosen, shard };
  const planned = chosen.map(({ id }) => id);
  return { scenarios: ofShard(chosen, shard, msOf), shard: { ...shard, planned } };
}

/** One after another, as the user may be asked. @throws UsageError, Interrupted */
export async function withTheirPasswords(trials: readonly Trial[]): Promise<Trial[]> {
  const ready: Trial[] = [];
  for (const trial of trials) {
    const [target] = await withPasswords(trial.target ? [trial.target] : [], trial.args);
    ready.push({ ...trial, target });
  }
  return ready;
}
