import { inert, printable } from '../report/common/text.ts';

/** What the exit status of every command means. */
export const EXIT = {
  /** conforms, healthy */
  ok: 0,
  /** something failed */
  failed: 1,
  /** usage, script or configuration, or no command at all */
  usage: 2,
  /** the target could not be judged */
  unjudged: 3,
  /** nothing failed, but something that was made is left on the target */
  leftover: 4,
  interrupted: 130,
} as const;

/** Names of errors whose message is all that a user needs; anything else is a fault of ours. */
const EXPLAINED: Readonly<Record<string, number>> = {
  UsageError: EXIT.usage,
  TargetError: EXIT.usage,
  ScriptError: EXIT.usage,
  RequirementsError: EXIT.usage,
  LedgerError: EXIT.usage,
  ConfigError: EXIT.usage,
  ScriptFileError: EXIT.usage,
  SelectionError: EXIT.usage,
  ReportError: EXIT.usage,
  ResultsError: EXIT.usage,
  ServeError: EXIT.usage,
  PeerError: EXIT.usage,
  MissingPackage: EXIT.usage,
  ContainerError: EXIT.unjudged,
  TargetFailed: EXIT.unjudged,
  PeerFailure: EXIT.unjudged,
  Interrupted: EXIT.interrupted,
};

/** The user ended it before there was anything to report. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Something in how the command was called. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Says on standard error what is wrong; what a server or script says in it stays text. */
export function complain(sentence: string): void {
  process.stderr.write(inert(`ftpspec: ${printable(sentence)}\n`));
}

/** Says what went wrong on standard error and sets the exit status. A fault of ours keeps its stack. */
function explainError(error: unknown): void {
  const known = error instanceof Error ? EXPLAINED[error.name] : undefined;
  if (known !== undefined && error instanceof Error) {
    complain(error.message);
    process.exitCode = known;
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  complain(`internal error, please report it\n${text}`);
  process.exitCode = EXIT.unjudged;
}

/** Runs a command's work; what it throws is explained. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    explainError(error);
  }
}

/** What ends a run before its time: Ctrl-C, a CI runner that cancels, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm and shells pass signals on, so that one Ctrl-C arrives twice. */
const SAME_PRESS_MS = 500;

/** A signal that Ctrl-C and the like give; the second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - first <= SAME_PRESS_MS) return;
      process.stderr.write(
        'ftpspec: stopped at once; what is left on the server `ftpspec tidy` removes\n',
      );
      process.exit(EXIT.interrupted);
    }
    first = performance.now();
    process.stderr.write('\nftpspec: interrupted, cleaning up (again to stop at once)\n');
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return controller.signal;
}

/** Codes of a reader that has gone: `| head`, a terminal that was closed. */
const GONE: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/** Nobody may read any more what is printed: the work goes on, for its reports and for its exit status. */
export function outlivePipes(): void {
  let lost = false;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (GONE.includes(code) || lost) return;
    lost = true;
    process.stderr.write(`ftpspec: standard output cannot be written (${code ?? message})\n`);
    // Whatever else the status would be.
    process.once('exit', () => (process.exitCode = EXIT.usage));
  });
}
