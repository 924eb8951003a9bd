import { loadCatalogue, type Catalogue } from '../catalogue/index.ts';
import { type DataAddress, DEFAULTS, newSeed } from '../runner/options.ts';
import type { ScenarioResult, RunResult } from '../runner/results.ts';
import { run as play } from '../runner/run.ts';
import { select } from '../runner/select.ts';
import { loadScenarios, type Scenario } from '../scenario/load.ts';
import { suitesScenarios } from '../scenario/suites.ts';
import type { Risk } from '../scenario/risks.ts';
import type { Need } from '../scenario/schema.ts';
import type { Account } from '../scenario/server-profile.ts';
import { isThisMachine } from '../targets/addresses.ts';
import { describeTarget, parseTarget } from '../targets/url.ts';

/** Which scenarios to play; all of those that come with ftpspec where nothing is said. */
export interface ChoiceSettings {
  /** files or folders of scripts, in place of those that come with ftpspec */
  readonly scripts?: readonly string[];
  readonly suites?: readonly string[];
  readonly ids?: readonly string[];
  /** ids, suites, or patterns over them */
  readonly exclude?: readonly string[];
  /** without what exists to wait for more than 10 seconds */
  readonly quick?: boolean;
}

/** How to play against a server; each as the option of `ftpspec run` of the same name. */
export interface RunSettings extends ChoiceSettings {
  /** what may be done to a host other than this one; on loopback all may be done */
  readonly allow?: readonly Risk[];
  readonly secondUser?: Account;
  readonly family?: 4 | 6;
  /** PEM certificates to trust beyond the system's */
  readonly ca?: string;
  /** take any certificate; on loopback that is so anyway */
  readonly insecure?: boolean;
  readonly file?: string;
  readonly largeFile?: string;
  readonly activeAddress?: string;
  readonly activePorts?: readonly [number, number];
  readonly dataPort?: number;
  /** needs whose absence is a failure and no skip */
  readonly require?: readonly Need[];
  readonly dataAddress?: DataAddress;
  readonly jobs?: number;
  readonly timeoutMs?: number;
  readonly patienceMs?: number;
  readonly seed?: string;
  /** ends the run early; the result says what was known by then */
  readonly signal?: AbortSignal;
  /** hears of each scenario as it is judged */
  readonly onResult?: (result: ScenarioResult) => void;
}

/**
 * Plays scenarios against a server. Nothing is written but the result, and whatever the server does ends in it.
 * @param target as `ftp://user:password@host:port/directory`, also ftps:// and ftpes://
 * @throws TargetError, SelectionError, ScriptError for what is asked wrongly
 */
export async function run(target: string, settings: RunSettings = {}): Promise<RunResult> {
  const { catalogue, scenarios, isSelection } = chosen(settings);
  const parsed = parseTarget(target);
  const name = describeTarget(parsed);
  const own = isThisMachine(parsed.host);
  return await play(
    {
      target: parsed,
      name,
      label: parsed.host,
      isSelection,
      shard: undefined,
      repeat: 1,
      endsAt: [],
      ledger: undefined,
      addresses: undefined,
      own,
      password: parsed.password,
      verify: !(settings.insecure ?? false) && !own,
      allow: settings.allow ?? [],
      second: settings.secondUser,
      family: settings.family,
      ca: settings.ca,
      file: settings.file,
      largeFile: settings.largeFile,
      activeAddress: settings.activeAddress,
      activePorts: settings.activePorts,
      dataPort: settings.dataPort,
      require: settings.require ?? [],
      dataAddress: settings.dataAddress ?? 'auto',
      jobs: settings.jobs,
      timeoutMs: settings.timeoutMs ?? DEFAULTS.timeoutMs,
      patienceMs: settings.patienceMs ?? DEFAULTS.patienceMs,
      seed: settings.seed ?? newSeed(),
      rerun: `ftpspec run ${name}`,
      notes: undefined,
    },
    scenarios,
    catalogue,
    { scenarioEnd: (_, result) => settings.onResult?.(result) },
    settings.signal ?? new AbortController().signal,
  );
}

/** The scenarios that settings choose. @throws SelectionError, ScriptError */
export function chosen(settings: ChoiceSettings): {
  readonly catalogue: Catalogue;
  readonly scenarios: Scenario[];
  readonly isSelection: boolean;
} {
  const catalogue = loadCatalogue();
  const all = settings.scripts ? loadScenarios(settings.scripts, catalogue) : suitesScenarios();
  const scenarios = select(all, {
    suite: settings.suites ?? [],
    id: settings.ids ?? [],
    grep: [],
    level: [],
    needs: [],
    exclude: settings.exclude ?? [],
    quick: settings.quick ?? false,
  });
  return { catalogue, scenarios, isSelection: scenarios.length < all.length };
}
