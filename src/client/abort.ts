/** What a promise comes to; undefined where the signal fires before, and it goes on. */
export async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
  });
  const release = onAbort(signal, () => stop?.());
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    release();
  }
}

/** Calls back when the signal fires, or at once where it has. @returns what ends that */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  if (signal.aborted) call();
  else signal.addEventListener('abort', call);
  return () => signal.removeEventListener('abort', call);
}
