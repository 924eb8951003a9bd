import { existsSync } from 'node:fs';
import { firstConfig } from '../config/first.ts';
import { inert, oneLine } from '../report/common/text.ts';
import { ensureWritable, writeReport } from '../report/common/write.ts';
import { newSeed } from '../runner/options.ts';
import { type Preflight, runPreflight } from '../runner/preflight/index.ts';
import { TargetFailed } from '../runner/target-errors.ts';
import type { Need } from '../scenario/schema.ts';
import { suitesScenarios } from '../scenario/suites.ts';
import { describeTarget, parseTarget, type Target } from '../targets/url.ts';
import { withPasswords } from './credentials.ts';
import { interruption, UsageError } from './exit.ts';
import type { InitArguments } from './init-options.ts';
import { planJob } from './plan-jobs.ts';
import { quoted } from './rerun-command.ts';
import { argumentsOfTargets } from './run-arguments.ts';
import { runSettings } from './run-settings.ts';

/** Where the password is looked for when nobody says where else it is. */
const PASSWORD = 'FTPSPEC_PASSWORD';

/** What is looked into: nothing that would write. */
const LOOKED_INTO: readonly Need[] = ['login', 'tls'];

/**
 * `ftpspec init`: logs in, and writes what was seen.
 * @throws errors that exit.ts explains
 */
export async function initTarget(args: InitArguments): Promise<void> {
  const { config: path, name: wanted } = args;
  if (existsSync(path))
    throw new UsageError(
      `${path} is there already; add the target to it, or name another file with --config`,
    );
  const named = parseTarget(args.target);
  const name = wanted ?? named.host;
  if (!/^\w[\w.-]*$/.test(name))
    throw new UsageError(`"${name}" is no name for a target; choose one with --name`);
  await ensureWritable(path);
  const [target = named] = await withPasswords([named], args);
  const found = await lookAt(target, args);
  const values = valuesOf(target, args);
  const text = firstConfig({
    name,
    url: describeTarget(target),
    values,
    seen: seenOf(found, target),
  });
  await writeReport(path, inert(text));
  const secret = values['password-env'] === PASSWORD ? `${PASSWORD}=… ` : '';
  console.log(`${path} is written; \`${secret}ftpspec run ${quoted(name)}\` tests it`);
}

/** @throws TargetFailed where nobody gets in */
async function lookAt(target: Target, { ca, insecure, family }: InitArguments): Promise<Preflight> {
  const given = { targets: [describeTarget(target)], ca, insecure, family, jobs: 1 };
  const [args] = argumentsOfTargets(given, { all: {}, targets: new Map() });
  if (!args) throw new UsageError('name a target');
  const chosen = { isSelection: true, shard: undefined, ledger: undefined, seed: newSeed() };
  const settings = await runSettings(args, chosen);
  const signal = interruption();
  const { options } = await planJob(args, settings, target, signal).start();
  const scenarios = suitesScenarios().filter(({ needs }) =>
    needs.every((need) => LOOKED_INTO.includes(need)),
  );
  const found = await runPreflight(options, scenarios, () => undefined, signal);
  if (found.barrier) throw new TargetFailed(found.barrier.reason);
  return found;
}

function seenOf({ server, unmet }: Preflight, { security }: Target): string[] {
  const isPlain = security === 'ftp';
  return [
    oneLine(server),
    ...(isPlain && unmet.has('tls') ? ['It offers no TLS: the password goes in clear.'] : []),
    ...(isPlain && !unmet.has('tls') ? ['It offers TLS: ftpes:// tests it under TLS.'] : []),
  ].filter((line) => line !== '');
}

/** Where the password is, and whom to trust. */
function valuesOf(
  { user, password }: Target,
  { passwordEnv, passwordFile, ca, insecure, family }: InitArguments,
): Record<string, string | boolean | number> {
  const isSecret = user !== undefined && password !== undefined;
  const inFile = passwordFile === undefined ? undefined : { 'password-file': passwordFile };
  const inVariable = isSecret ? { 'password-env': passwordEnv ?? PASSWORD } : {};
  return {
    ...(passwordEnv === undefined ? (inFile ?? inVariable) : inVariable),
    ...(ca === undefined ? {} : { ca }),
    ...(insecure === true ? { insecure } : {}),
    ...(family === undefined ? {} : { family }),
  };
}
