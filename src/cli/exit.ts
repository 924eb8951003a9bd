/** What the exit status of every command means. */
export const EXIT = {
  /** conforms, healthy */
  ok: 0,
  /** something failed */
  failed: 1,
  /** usage, script or configuration */
  usage: 2,
  /** the target could not be judged */
  unjudged: 3,
  interrupted: 130,
} as const;

/** Names of errors whose message is all that a user needs; anything else is a fault of ours. */
const EXPLAINED: Readonly<Record<string, number>> = {
  UsageError: EXIT.usage,
  TargetError: EXIT.usage,
  ScriptError: EXIT.usage,
  ScriptFileError: EXIT.usage,
  SelectionError: EXIT.usage,
  ReportError: EXIT.usage,
  ServeError: EXIT.usage,
  ContainerError: EXIT.unjudged,
  TargetFailed: EXIT.unjudged,
};

/** Something in how the command was called. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Says what went wrong on standard error and sets the exit status. A fault of ours keeps its stack. */
function explainError(error: unknown): void {
  const known = error instanceof Error ? EXPLAINED[error.name] : undefined;
  if (known !== undefined && error instanceof Error) {
    process.stderr.write(`ftpspec: ${error.message}\n`);
    process.exitCode = known;
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`ftpspec: internal error, please report it\n${text}\n`);
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

/** A signal that Ctrl-C and SIGTERM give; the second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write('\nftpspec: interrupted, cleaning up (again to stop at once)\n');
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
