import { authority } from './certificates.ts';
import { Lab, type Finished } from './lab.ts';
import type { Machine } from './machine.ts';
import { checkScript, diagnoseCommand, inside } from './paths.ts';
import type { Situation } from './situation.ts';

/** Builds a situation's network and starts its servers. */
export async function openLab(situation: Situation, machine: Machine): Promise<Lab> {
  const lab = await Lab.open(situation.network ?? {}, machine.privilege);
  try {
    for (const { files = {}, node, argv } of situation.services) {
      for (const [path, text] of Object.entries(files)) await lab.write(path, text);
      lab.start(node, argv);
    }
    await Promise.all(
      situation.services
        .filter(({ port }) => port !== 53) // a name server speaks UDP
        .map(({ node, port }) => lab.listening(node, port)),
    );
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

// The client is nobody in particular: it may not open raw sockets or low ports.
const unprivileged = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];

/** Runs the independent check in the client's namespace. */
export async function runCheck(lab: Lab, situation: Situation): Promise<Finished> {
  const args = situation.args ?? [];
  const options = {
    ...(args.includes('--ca') ? { ca: authority } : {}),
    ...(situation.code === 'healthy' && args.includes('--active') ? { active: true } : {}),
    ...situation.check,
  };
  return await lab.run(
    'client',
    [
      ...unprivileged,
      ...['/usr/bin/python3', checkScript, situation.code, situation.url, JSON.stringify(options)],
    ],
    90_000,
  );
}

interface Finding {
  code: string;
  severity: 'broken' | 'degraded' | 'note';
}

export interface Diagnosis {
  verdict: string;
  findings: readonly Finding[];
}

/** Runs `ftpspec diagnose` in the client's namespace. @throws {Error} when it leaves no report */
export async function runDiagnose(
  lab: Lab,
  situation: Situation,
): Promise<Finished & { diagnosis: Diagnosis }> {
  const report = `${inside}/diagnosis.json`;
  const argv = ['diagnose', situation.url, ...(situation.args ?? []), '--json', report];
  const done = await lab.run(
    'client',
    [...unprivileged, process.execPath, diagnoseCommand, ...argv],
    180_000,
  );
  const text = await lab.read(report);
  if (text === undefined) {
    const said = (done.timedOut ? 'no end in 180 s' : done.stderr.trim()) || 'nothing';
    throw new Error(`diagnose left no report (exit status ${done.status}): ${said}`);
  }
  return { ...done, diagnosis: JSON.parse(text) as Diagnosis };
}

/** What a diagnosis found, in one word: its first code, or that the host is healthy. */
export function answer({ verdict, findings }: Diagnosis, situation: Situation): string {
  if (situation.code !== 'healthy') return findings[0]?.code ?? 'healthy';
  const loud = findings.find(({ severity }) => severity !== 'note');
  return loud?.code ?? (verdict === 'healthy' ? 'healthy' : verdict);
}

export const isRight = (found: string, { code, also = [] }: Situation): boolean =>
  found === code || also.includes(found);
