/**
 * Does `work` for each item in order, at most `width` at once, and nothing new after `signal`.
 * The results are promises in the items' order; those never begun stay pending.
 */
export function pool<Item, Result>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): Promise<Result>[] {
  const begin: (() => Promise<unknown>)[] = [];
  const results = items.map(
    (item) =>
      new Promise<Result>((resolve) => {
        begin.push(async () => {
          const result = work(item);
          resolve(result);
          await result.catch(() => undefined); // whoever takes the result hears of it
        });
      }),
  );
  const queue = begin.values();
  const worker = async () => {
    for (const next of queue) {
      if (signal.aborted) return;
      await next();
    }
  };
  for (let n = 0; n < width; n++) void worker();
  return results;
}
