import { setMaxListeners } from 'node:events';
import { portsToListenOn } from '../client/data-set-up.ts';
import {
  type Diagnosis,
  diagnose,
  type DiagnoseOptions,
  type Observation,
} from '../diagnose/index.ts';
import { diagnosisLines, diagnosisTable } from '../report/diagnosis/console.ts';
import { renderDiagnosisJson } from '../report/diagnosis/json.ts';
import { renderDiagnosisJUnit } from '../report/diagnosis/junit.ts';
import { DiagnosisProgress } from '../report/diagnosis/progress.ts';
import { print, styleFor } from '../report/shared/style.ts';
import { ensureWritable, writeReport } from '../report/shared/write.ts';
import { parseTarget, type Target, TargetError } from '../targets/url.ts';
import { resolvePassword } from './credentials.ts';
import type { DiagnoseArguments } from './diagnose.ts';
import { environment } from './environment.ts';
import { EXIT, interruption, UsageError } from './exit.ts';
import { certificates, textOf } from './read-file.ts';
import { portRange } from './parse-values.ts';

/** So many targets named on the command line are shown in full, more in a table. */
const SHOWN_IN_FULL = 4;

/**
 * `ftpspec diagnose`: all targets, some side by side, then what was found.
 * @throws errors that exit.ts explains
 */
export async function diagnoseTargets(args: DiagnoseArguments): Promise<void> {
  const named = await namedTargets(args);
  const settings = await settingsOf(args);
  for (const path of [args.json, args.junit]) if (path !== undefined) await ensureWritable(path);
  const targets: Target[] = [];
  for (const target of named)
    targets.push({ ...target, password: await resolvePassword(target, args) });
  const signal = interruption();
  // Every connection of every target listens to it.
  setMaxListeners(0, signal);
  const progress = new DiagnosisProgress(process.stderr, process.env, targets.length);
  const done: (Diagnosis | undefined)[] = [];
  const inFull = args.targets === undefined && targets.length <= SHOWN_IN_FULL;
  const style = styleFor(process.stdout, environment(args.noColor));
  await pool(targets, args.jobs, async (target, index) => {
    if (signal.aborted) return;
    const onSeen = (seen: Observation): void => progress.seen(target, seen);
    const diagnosis = await diagnose(target, { ...settings, signal, onSeen });
    done[index] = diagnosis;
    progress.done(diagnosis);
  });
  progress.clear();
  const known = done.filter((one) => one !== undefined);
  if (inFull)
    print(
      process.stdout,
      known.flatMap((one) => [...diagnosisLines(one, style), '']),
      style,
    );
  if (!inFull || known.length > 1)
    print(process.stdout, diagnosisTable(known, targets.length, style), style);
  if (args.json !== undefined) await writeReport(args.json, renderDiagnosisJson(known));
  if (args.junit !== undefined) await writeReport(args.junit, renderDiagnosisJUnit(known));
  process.exitCode = statusOf(known, signal.aborted);
}

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

async function settingsOf(args: DiagnoseArguments): Promise<Omit<DiagnoseOptions, 'signal'>> {
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

function statusOf(diagnoses: readonly Diagnosis[], interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (diagnoses.some(({ verdict, judged }) => verdict !== 'healthy' && judged)) return EXIT.failed;
  return diagnoses.some(({ judged }) => !judged) ? EXIT.unjudged : EXIT.ok;
}
