import type { Requirement } from './requirements.ts';

/** A table of reasons that cannot be used; the message says where and why. */
class OutOfReachError extends Error {
  override name = 'OutOfReachError';
}

/**
 * Why no test from outside reaches a requirement, by its id: a header line, then rows of id, tab and reason.
 * @param file what it is called in complaints
 * @throws OutOfReachError naming the line that is wrong
 */
export function parseOutOfReach(
  table: string,
  file: string,
  requirements: ReadonlyMap<string, Requirement>,
): Map<string, string> {
  const reasons = new Map<string, string>();
  const rows = table.split(/\r?\n/).slice(1);
  rows.forEach((row, index) => {
    if (row === '') return;
    const wrong = (why: string) => new OutOfReachError(`${file}:${index + 2}: ${why}`);
    const [id = '', reason = '', ...more] = row.split('\t');
    if (reason === '' || more.length > 0) throw wrong('a row is an id, a tab and a reason');
    if (!requirements.has(id)) throw wrong(`there is no requirement ${id}`);
    if (reasons.has(id)) throw wrong(`${id} has a reason already`);
    reasons.set(id, reason);
  });
  return reasons;
}
