import { setMaxListeners } from 'node:events';
import { portsToListenOn } from '../client/data-set-up.ts';
import { type Diagnosis, diagnose, type DiagnoseOptions } from '../diagnose/index.ts';
import type { DiagnosisReporter } from '../report/diagnosis/events.ts';
import { diagnosisFormats } from '../report/formats.ts';
import { REPORTERS } from '../report/index.ts';
import { reportDiagnosesTo, toFile } from '../report/multiplex.ts';
import { ensureWritable } from '../report/shared/write.ts';
import { describeTarget, parseTarget, type Target, TargetError } from '../targets/url.ts';
import { withPasswords } from './credentials.ts';
import type { DiagnoseArguments } from './diagnose-options.ts';
import { environment } from './environment.ts';
import { interruption, UsageError } from './exit.ts';
import { statusOfDiagnoses } from './exit-status.ts';
import { portRange } from './parse-values.ts';
import { certificates, textOf } from './read-file.ts';

/** As many targets named on the command line are shown in full, more in a table. */
const SHOWN_IN_FULL = 4;

/**
 * `ftpspec diagnose`: all targets, some side by side, then what was found.
 * @throws errors that exit.ts explains
 */
export async function diagnoseTargets(args: DiagnoseArguments): Promise<void> {
  const named = await namedTargets(args);
  const settings = await diagnoseSettings(args);
  const reporter = await reporterFor(args, named.length);
  const targets = await withPasswords(named, args);
  const signal = interruption();
  // Every connection of every target listens to it.
  setMaxListeners(0, signal);
  const done: (Diagnosis | undefined)[] = targets.map(() => undefined);
  reporter.start?.(targets.map(describeTarget));
  await pool(targets, args.jobs, async (target, index) => {
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
  const diagnoses = done.filter((one) => one !== undefined);
  const left = targets.filter((_, index) => done[index] === undefined);
  await reporter.finish?.({ diagnoses, unexamined: left.map(describeTarget) });
  process.exitCode = statusOfDiagnoses(diagnoses, signal.aborted);
}

/** The reports, as soon as it is sure that they have a place. @throws ReportError */
async function reporterFor(args: DiagnoseArguments, count: number): Promise<DiagnosisReporter> {
  const { json, junit } = args;
  for (const path of [json, junit]) if (path !== undefined) await ensureWritable(path);
  const written: string[] = [];
  const context = {
    output: process.stdout,
    progress: process.stderr,
    env: environment(args.noColor),
    inFull: args.targets === undefined && count <= SHOWN_IN_FULL,
  };
  return reportDiagnosesTo([
    ...(json === undefined ? [] : [toFile(json, diagnosisFormats.json, written)]),
    ...(junit === undefined ? [] : [toFile(junit, diagnosisFormats.junit, written)]),
    REPORTERS[args.reporter].diagnosis(context),
  ]);
}

/** @throws UsageError, TargetError */
async function namedTargets(args: DiagnoseArguments): Promise<Target[]> {
  const targets = (args.urls ?? []).map(parseTarget);
  if (args.targets === undefined) return targets;
  const lines = (await textOf(args.targets, 'targets')).split(/\r?\n/);
  lines.forEach((line, index) => {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return;
    try {
      targets.push(parseTarget(text));
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      throw new UsageError(`${args.targets ?? ''}:${index + 1}: ${error.message}`);
    }
  });
  if (targets.length === 0) throw new UsageError(`${args.targets} names no target; one URL a line`);
  return targets;
}

/** @throws UsageError */
async function diagnoseSettings(args: DiagnoseArguments): Promise<Omit<DiagnoseOptions, 'signal'>> {
  const { active, activeAddress, activePorts, passivePorts, deep, upload, allowPlain, file } = args;
  return {
    active,
    activeAddress,
    activePorts: portsToListenOn(
      activePorts === undefined ? undefined : portRange(activePorts, 'active-ports'),
    ),
    passivePorts: passivePorts === undefined ? undefined : portRange(passivePorts, 'passive-ports'),
    deep,
    upload,
    allowPlain,
    file,
    timeoutMs: args.timeout === undefined ? undefined : args.timeout * 1000,
    ca: args.ca === undefined ? undefined : await certificates(args.ca),
  };
}

/** Works on several at a time, in order. */
async function pool<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
