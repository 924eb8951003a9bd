import { availableMemory } from 'node:process';

/** As many hosts together keep one core about two thirds busy; more, and what is late may be late because of us. */
const MOST = 64;
/** Descriptors that the examination of a host holds at most: sessions beside each other, listeners, data. */
const FILES_A_HOST = 16;
/** Bytes that it takes while it goes on. */
const MEMORY_A_HOST = 4 * 1024 * 1024;

/** What a machine lends a process. */
export interface Machine {
  /** open at the same time; undefined where there is no limit */
  readonly files: number | undefined;
  /** bytes */
  readonly memory: number;
}

/** How many hosts are examined side by side where nobody says. */
export function fleetWidth({ files = Infinity, memory }: Machine = thisMachine()): number {
  const bearable = Math.min(MOST, files / FILES_A_HOST, memory / MEMORY_A_HOST);
  return Math.max(1, Math.floor(bearable));
}

/** Asked before any socket is open: the report would look up the names of their addresses. */
function thisMachine(): Machine {
  const report = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | string } };
  };
  const soft = report.userLimits?.open_files?.soft;
  return { files: typeof soft === 'number' ? soft : undefined, memory: availableMemory() };
}
