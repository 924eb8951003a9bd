import { authority } from './certificates.ts';
import { Lab, type Finished } from './lab.ts';
import type { Machine } from './machine.ts';
import { checkScript, diagnoseCommand, inside } from './paths.ts';
import { PEER_TOKEN } from './servers/peer.ts';
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

const withToken = ['env', ...Object.entries(PEER_TOKEN).map(([name, token]) => `${name}=${token}`)];

/** Runs the independent checks of all that is to be found in the client's namespace, to the first that fails. */
export async function runCheck(lab: Lab, situation: Situation): Promise<Finished> {
  const args = situation.args ?? [];
  const common = {
    ...(args.includes('--ca') ? { ca: authority } : {}),
    ...(situation.code === 'healthy' && args.includes('--active') ? { active: true } : {}),
  };
  let done = await checkOne(lab, situation, situation.code, { ...common, ...situation.check });
  for (const [code, options] of Object.entries(situation.and ?? {})) {
    if (done.status !== 0) return done;
    const next = await checkOne(lab, situation, code, { ...common, ...options });
    done = { ...next, stdout: done.stdout + next.stdout };
  }
  return done;
}

async function checkOne(
  lab: Lab,
  { url }: Situation,
  code: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Finished> {
  const check = ['/usr/bin/python3', checkScript, code, url, JSON.stringify(options)];
  return await lab.run('client', [...unprivileged, ...check], 90_000);
}

export interface Finding {
  code: string;
  severity: 'broken' | 'degraded' | 'note';
  confidence: number;
  observed: boolean;
}

export interface Diagnosis {
  verdict: string;
  findings: readonly Finding[];
  otherEnd: readonly string[] | null;
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
    [...unprivileged, ...withToken, process.execPath, diagnoseCommand, ...argv],
    180_000,
  );
  const text = await lab.read(report);
  if (text === undefined) {
    const said = (done.timedOut ? 'no end in 180 s' : done.stderr.trim()) || 'nothing';
    throw new Error(`diagnose left no report (exit status ${done.status}): ${said}`);
  }
  const { diagnoses } = JSON.parse(text) as { readonly diagnoses: readonly [Diagnosis] };
  return { ...done, diagnosis: diagnoses[0] };
}

/** What a diagnosis found, in one word: its first code, or that the host is healthy. */
export function answer({ verdict, findings }: Diagnosis, situation: Situation): string {
  if (situation.code !== 'healthy') return findings[0]?.code ?? 'healthy';
  const loud = findings.find(({ severity }) => severity !== 'note');
  return loud?.code ?? (verdict === 'healthy' ? 'healthy' : verdict);
}

/** Whether the first finding is right, and nothing is missing that has to be found or told as well. */
export function isRight(
  found: string,
  { findings, otherEnd }: Diagnosis,
  situation: Situation,
): boolean {
  const { code, also = [], and = {} } = situation;
  const told = otherEnd?.join('\n') ?? '';
  if (!(situation.otherEnd ?? []).every((one) => told.includes(one))) return false;
  const codes = findings.map((one) => one.code);
  return [code, ...also].includes(found) && Object.keys(and).every((one) => codes.includes(one));
}
