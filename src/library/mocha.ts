// What `import … from 'ftpspec/mocha'` gives: scenarios and rules as tests of a server's own suite.
import { explainRule, explainScenario } from '../report/run/explain.ts';
import { PLAIN } from '../report/common/style.ts';
import { RULES } from '../rules/index.ts';
import type { RuleResult, RunResult, ScenarioResult } from '../runner/results.ts';
import { chosen, run, type RunSettings } from './run.ts';

export interface ConformanceSettings extends Omit<RunSettings, 'signal' | 'onResult'> {
  /** failures that are known, by the id of scenario or rule, each with the reason: they are pending */
  readonly known?: Readonly<Record<string, string>>;
}

/**
 * Registers a suite with a test for each scenario and each rule. A failure and what could not be judged fail, a
 * warning passes, what the server does not offer is pending, and so is what is known to fail, until it passes: then
 * it fails, so that the list of what is known stays true.
 * @param target a URL, or what gives one once `before` hooks have started the server
 * @throws SelectionError, ScriptError, and an Error for a known failure that is no test
 */
export function describeConformance(
  title: string,
  target: string | (() => string | Promise<string>),
  settings: ConformanceSettings = {},
): void {
  const { scenarios } = chosen(settings);
  const known = settings.known ?? {};
  const tests = new Set([...scenarios, ...RULES].map(({ id }) => id));
  for (const id of Object.keys(known))
    if (!tests.has(id)) throw new Error(`${id} is a known failure, but no test of ${title}`);
  describe(title, () => {
    const stop = new AbortController();
    const results = new Map<string, Expected<ScenarioResult>>(
      scenarios.map(({ id }) => [id, expected()]),
    );
    let whole: Promise<RunResult> | undefined;
    before(async function () {
      // Loading the scripts alone takes longer than mocha grants by itself.
      this.timeout(0);
      const url = typeof target === 'string' ? target : await target();
      whole = run(url, {
        ...settings,
        signal: stop.signal,
        onResult: (result) => results.get(result.id)?.come(result),
      });
      // What was not played comes at the end; an error of our own is told by each test that waits.
      whole.then(
        (all) => {
          for (const result of all.scenarios) results.get(result.id)?.come(result);
        },
        (error: unknown) => {
          for (const result of results.values()) result.fail(error);
        },
      );
    });
    for (const { id, title: holds } of scenarios)
      it(`${id}: ${holds}`, async function () {
        this.timeout(0);
        const result = await results.get(id)?.promise;
        if (result) settle(this, result, known[id], () => explainScenario(result, PLAIN));
      });
    for (const { id, title: holds } of RULES)
      it(`${id}: ${holds}`, async function () {
        this.timeout(0);
        const all = await whole;
        const result = all?.rules.find((rule) => rule.id === id);
        if (!all || !result) return this.skip();
        settle(this, result, known[id], () => explainRule(result, PLAIN));
      });
    after(async function () {
      this.timeout(0);
      stop.abort();
      await whole?.catch(() => undefined);
    });
  });
}

/** A result that is still to come. */
interface Expected<Result> {
  readonly promise: Promise<Result>;
  come(result: Result): void;
  fail(error: unknown): void;
}

function expected<Result>(): Expected<Result> {
  let come: (result: Result) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<Result>((resolve, reject) => {
    come = resolve;
    fail = reject;
  });
  // Tests that are left out by --grep do not wait for theirs.
  promise.catch(() => undefined);
  return { promise, come: (result) => come(result), fail: (error) => fail(error) };
}

/** Makes a result the outcome of a test. */
function settle(
  test: Mocha.Context,
  { outcome, id }: ScenarioResult | RuleResult,
  known: string | undefined,
  explain: () => readonly string[],
): void {
  const failed = outcome === 'fail' || outcome === 'error';
  if (known !== undefined && !failed && outcome !== 'skip')
    throw new Error(`${id} is a known failure (${known}), and did not fail: strike it off`);
  if (outcome === 'skip' || (failed && known !== undefined)) test.skip();
  if (failed) throw new Error(explain().join('\n'));
}
