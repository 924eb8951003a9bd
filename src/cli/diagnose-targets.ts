import { setMaxListeners } from 'node:events';
import { portsToListenOn } from '../client/data-set-up.ts';
import { type Diagnosis, diagnose, type DiagnoseOptions } from '../diagnose/index.ts';
import type { DiagnosisEnd, DiagnosisReporter } from '../report/diagnosis/events.ts';
import { reportDiagnosesTo } from '../report/multiplex.ts';
import type { Choice } from '../report/choice.ts';
import { openDiagnosisReporters, type Surroundings } from '../report/open.ts';
import { describeTarget, parseTarget, type Target } from '../targets/url.ts';
import { type Configuration, configuration } from './configuration.ts';
import { fromVariable, withPasswords } from './credentials.ts';
import { type DiagnoseArguments, metricsPort, PEER_TOKEN, reportsOf } from './diagnose-options.ts';
import { surroundings } from './environment.ts';
import { interruption, UsageError } from './exit.ts';
import { fleetWidth } from './fleet-width.ts';
import { statusOfDiagnoses } from './exit-status.ts';
import { type MetricsPage, openMetricsPage } from './metrics-page.ts';
import { chosenReporters } from './options/reports.ts';
import { duration, hostAndPort, portRange } from './parse-values.ts';
import { pool } from './pool.ts';
import { listedUrls } from './listed-urls.ts';
import { certificates } from './read-file.ts';
import { argumentsGiven } from './run-arguments.ts';
import type { GivenRun, RunArguments } from './run-options.ts';
import { watch } from './watch.ts';

/** As many targets named on the command line are shown in full, more in a table. */
const SHOWN_IN_FULL = 4;

/** What a page for Prometheus holds. */
const METRICS: Choice = { name: 'metrics', file: undefined };

type DiagnoseSettings = Omit<DiagnoseOptions, 'signal'>;

/** A target, and how it is examined. */
interface Examined {
  readonly target: Target;
  readonly settings: DiagnoseSettings;
}

/**
 * `ftpspec diagnose`: all targets, some side by side, then what was found.
 * @throws errors that exit.ts explains
 */
export async function diagnoseTargets(args: DiagnoseArguments): Promise<void> {
  const named = await namedTargets(args, await configuration(args.config));
  const prepared: (Named & Examined)[] = [];
  for (const one of named)
    prepared.push({ ...one, settings: await diagnoseSettings(args, one.access) });
  const at = metricsPort(args);
  const page = at && (await openMetricsPage(at));
  if (page) process.stderr.write(`ftpspec: metrics at ${page.url}\n`);
  try {
    await examineAndReport(args, prepared, page);
  } finally {
    page?.close();
  }
}

/** Once, or again and again. */
async function examineAndReport(
  args: DiagnoseArguments,
  prepared: readonly (Named & Examined)[],
  page: MetricsPage | undefined,
): Promise<void> {
  const choices = chosenReporters(reportsOf(args));
  const files = choices.filter(({ file }) => file !== undefined);
  const context = reporterContext(args, prepared.length);
  const open = async (some: readonly Choice[]): Promise<DiagnosisReporter> =>
    reportDiagnosesTo([
      ...(page ? await openDiagnosisReporters([METRICS], { ...context, output: page.output }) : []),
      ...(await openDiagnosisReporters(some, context)),
    ]);
  // As soon as it is sure that reports have a place.
  const first = await open(args.every === undefined ? choices : files);
  const examined: Examined[] = [];
  for (const { target, access, settings } of prepared)
    for (const one of await withPasswords([target], access))
      examined.push({ target: one, settings });
  const jobs = args.jobs ?? (examined.length > 1 ? fleetWidth() : 1);
  const signal = interruption();
  // Every connection of every target listens to it.
  setMaxListeners(0, signal);
  const examine = (reporter: DiagnosisReporter): Promise<DiagnosisEnd> =>
    examineAll(examined, jobs, reporter, signal);
  if (args.every === undefined) {
    const end = await examine(first);
    await first.finish?.(end);
    process.exitCode = statusOfDiagnoses(end.diagnoses, signal.aborted);
    return;
  }
  const end = await watch({
    everyMs: duration(args.every, 'every'),
    until: args.until,
    signal,
    context,
    round: async (count) => {
      const reporter = count === 1 ? first : await open(files);
      return { end: await examine(reporter), report: (all) => reporter.finish?.(all) };
    },
  });
  process.exitCode = statusOfDiagnoses(end?.diagnoses ?? [], signal.aborted);
}

/** All targets, some side by side, in their order. */
async function examineAll(
  examined: readonly Examined[],
  jobs: number,
  reporter: DiagnosisReporter,
  signal: AbortSignal,
): Promise<DiagnosisEnd> {
  reporter.start?.(examined.map(({ target }) => describeTarget(target)));
  const done: (Diagnosis | undefined)[] = examined.map(() => undefined);
  await pool(examined, jobs, async ({ target, settings }, index) => {
    if (signal.aborted) return;
    const name = describeTarget(target);
    const diagnosis = await diagnose(target, {
      ...settings,
      signal,
      onSeen: (observation) => reporter.seen?.(name, observation),
    });
    done[index] = diagnosis;
    reporter.targetEnd?.(diagnosis);
  });
  const left = examined.filter((_, index) => done[index] === undefined);
  return {
    diagnoses: done.filter((one) => one !== undefined),
    unexamined: left.map(({ target }) => describeTarget(target)),
  };
}

function reporterContext(args: DiagnoseArguments, count: number): Surroundings {
  const { noColor, targets, transcripts, details, active: activeMatters, junitSchema } = args;
  const inFull = targets === undefined && count <= SHOWN_IN_FULL;
  const junit = { schema: junitSchema, warningsAs: 'passed' } as const;
  return {
    ...surroundings(noColor),
    strict: false,
    transcripts,
    warnings: true,
    profile: false,
    junit,
    inFull,
    details,
    activeMatters,
  };
}

/** What holds for a target alone: how to get in, and where active mode listens. */
type Access = Pick<
  RunArguments,
  'passwordEnv' | 'passwordFile' | 'ca' | 'insecure' | 'family' | 'activeAddress' | 'activePorts'
>;

/** A target, and what is said of it. */
interface Named {
  readonly target: Target;
  readonly access: Access;
}

/**
 * What is examined: URLs, targets that a configuration names, and those that a file lists; where none is named, all
 * of the configuration.
 * @throws UsageError, TargetError
 */
async function namedTargets(args: DiagnoseArguments, config: Configuration): Promise<Named[]> {
  const { urls = [], targets: list } = args;
  const words = urls.length === 0 && list === undefined ? [...config.targets.keys()] : urls;
  const said = accessSaid(args);
  const named = words.map((word) => {
    const own = config.targets.get(word);
    const [url = word] = own?.targets ?? [];
    if (own && !own.targets)
      throw new UsageError(`${word} is a container; diagnose examines servers that have a url`);
    return { target: parseTarget(url), access: argumentsGiven(config.all, own ?? {}, said) };
  });
  const access = argumentsGiven(config.all, said);
  const listed = (await listedUrls(list)).map((url) => ({ target: parseTarget(url), access }));
  const all = [...named, ...listed];
  if (all.length === 0)
    throw new UsageError('name a target, such as ftp://ftp.example.com, or a file with --targets');
  return all;
}

/** What the command line says, so that it wins over a configuration. */
function accessSaid(args: DiagnoseArguments): GivenRun {
  const { passwordEnv, passwordFile, ca, insecure, family, activeAddress, activePorts } = args;
  const said = { passwordEnv, passwordFile, ca, family, activeAddress, activePorts };
  return { ...said, insecure: insecure || undefined };
}

/** @throws UsageError */
async function diagnoseSettings(
  args: DiagnoseArguments,
  { family, activeAddress, activePorts, insecure, ca }: Access,
): Promise<DiagnoseSettings> {
  const { active, passivePorts, deep, upload, allowPlain, file } = args;
  return {
    active,
    family,
    activeAddress,
    activePorts: portsToListenOn(
      activePorts === undefined ? undefined : portRange(activePorts, 'active-ports'),
    ),
    passivePorts: passivePorts === undefined ? undefined : portRange(passivePorts, 'passive-ports'),
    deep,
    upload,
    insecure,
    allowPlain,
    file,
    peer: peerOf(args),
    timeoutMs: args.timeout === undefined ? undefined : args.timeout * 1000,
    ca: ca === undefined ? undefined : await certificates(ca),
  };
}

/** @throws UsageError */
function peerOf({ peer, peerTokenEnv = PEER_TOKEN }: DiagnoseArguments): DiagnoseOptions['peer'] {
  if (peer === undefined) return undefined;
  return { ...hostAndPort(peer, 'peer'), token: fromVariable(peerTokenEnv, 'peer-token-env') };
}
