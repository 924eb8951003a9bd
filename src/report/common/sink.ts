import { closeSync, openSync, writeSync } from 'node:fs';
import type { Output } from './style.ts';
import { ensureWritable, writeReport } from './write.ts';

/** Where a reporter that has a file writes. */
export interface Sink {
  readonly output: Output;
  /** @throws ReportError */
  close(): Promise<void>;
}

/** A file that is written whole or not at all, when all is done. @throws ReportError where it has no place */
export async function wholeFile(path: string): Promise<Sink> {
  await ensureWritable(path);
  const parts: string[] = [];
  return {
    output: { write: (text) => parts.push(text) },
    close: () => writeReport(path, parts.join('')),
  };
}

/** A file that holds at any time what was written so far. @throws ReportError where it has no place */
export async function growingFile(path: string): Promise<Sink> {
  await ensureWritable(path);
  const file = openSync(path, 'w');
  return {
    output: { write: (text) => writeSync(file, text) },
    close() {
      closeSync(file);
      return Promise.resolve();
    },
  };
}
