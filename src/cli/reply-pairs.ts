import type { Catalogue } from '../catalogue/index.ts';
import type { CommandReplies } from '../catalogue/replies.ts';
import { indexBy } from '../scenario/indexes.ts';
import type { Scenario } from '../scenario/load.ts';

/** A command and a code that may answer it, such as `PWD 257`. */
interface Pair {
  readonly verb: string;
  readonly code: string;
}

/** The pairs that the reply tables list, and those of them that no scenario judges which sends the command. */
export function replyPairs(
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): { readonly all: readonly Pair[]; readonly unjudged: readonly Pair[] } {
  const judged = indexBy('code', scenarios, catalogue).map(([key]) => key.split(' '));
  const all = Object.entries(catalogue.replies).flatMap(([row, replies]) =>
    // The greeting answers no command.
    row === 'CONNECT' ? [] : listed(replies).map((code) => ({ verb: verbOf(row), code })),
  );
  const unjudged = all.filter(
    ({ verb, code }) => !judged.some(([sent, form = '']) => sent === verb && fits(code, form)),
  );
  return { all, unjudged };
}

/** What the table lists; what is only tolerated a server need not be brought to. 421 ends any session (section 5.4). */
function listed(replies: CommandReplies): string[] {
  const { preliminary, optionalPreliminary = [], success, intermediate } = replies;
  const { failure, failureAfterPreliminary = [], amended } = replies;
  const codes = [
    ...[preliminary, optionalPreliminary, success, intermediate],
    ...[failure, failureAfterPreliminary, amended],
  ].flat();
  return [...new Set(codes)].filter((code) => code !== '421');
}

/** `EPSV ALL` has a row of its own. */
function verbOf(row: string): string {
  return row.split(' ', 1)[0] ?? row;
}

/** Whether a code is one of a class such as 5yz or 50z, or that code. */
function fits(code: string, form: string): boolean {
  return new RegExp(`^${form.replace(/[yz]/g, '\\d')}$`).test(code);
}
