import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { onLines } from './loopback.ts';

/** What `ftpspec diagnose --json` writes of one target. */
export interface DiagnosisReport {
  readonly target: string;
  readonly verdict: string;
  readonly judged: boolean;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly confidence: number;
    readonly stage: string;
    readonly summary: string;
    readonly evidence: readonly string[];
    readonly remedies: readonly { readonly for: string; readonly change: string }[];
  }[];
  readonly probes: readonly { readonly description: string }[];
}

/** The JSON reports of all targets. */
export function readReports(path: string): readonly DiagnosisReport[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as { diagnoses: DiagnosisReport[] };
  return file.diagnoses;
}

/** The JSON report of one target. */
export function readReport(path: string): DiagnosisReport {
  const [only, ...more] = readReports(path);
  if (!only || more.length > 0) throw new Error('the report is not of one target');
  return only;
}

/** A control connection that knows a few commands; the others draw 502. */
export function speak(replies: Readonly<Record<string, string | ((socket: Socket) => void)>>) {
  return (socket: Socket): void => {
    socket.write('220 ready\r\n');
    onLines(socket, (line) => {
      const [verb = ''] = line.toUpperCase().split(' ', 1);
      const reply = replies[verb] ?? '502 no\r\n';
      if (typeof reply === 'string') socket.write(reply);
      else reply(socket);
    });
  };
}

/** For `speak`: everybody is let in. */
export const LOGIN = {
  USER: '331 password\r\n',
  PASS: '230 welcome\r\n',
  NOOP: '200 ok\r\n',
  QUIT: '221 bye\r\n',
};
