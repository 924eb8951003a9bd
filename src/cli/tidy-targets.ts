import { inert, printable } from '../report/common/text.ts';
import { tidy } from '../runner/tidy.ts';
import { isThisMachine } from '../targets/addresses.ts';
import { describeTarget, parseTarget } from '../targets/url.ts';
import { withPasswords } from './credentials.ts';
import { EXIT, interruption } from './exit.ts';
import { certificates } from './read-file.ts';
import { scratchNotes } from './state-folder.ts';
import type { TidyArguments } from './tidy-options.ts';

/**
 * `ftpspec tidy`: one target after another.
 * @throws errors that exit.ts explains
 */
export async function tidyTargets(args: TidyArguments): Promise<void> {
  const named = (args.targets ?? []).map(parseTarget);
  const ca = args.ca === undefined ? undefined : await certificates(args.ca);
  const targets = await withPasswords(named, args);
  const signal = interruption();
  let isLeft = false;
  for (const target of targets) {
    const name = describeTarget(target);
    const own = isThisMachine(target.host);
    const options = {
      target,
      name,
      addresses: undefined,
      password: target.password,
      family: undefined,
      ca,
      verify: !args.insecure && !own,
      timeoutMs: args.timeout * 1000,
    };
    const done = await tidy(options, scratchNotes(), signal);
    if (done.length === 0) say(`${name}: no run is known to have left anything there`);
    for (const { root, leftovers } of done) {
      isLeft ||= leftovers.length > 0;
      if (leftovers.length === 0) say(`${name}: removed ${root}`);
      for (const left of leftovers) say(`${name}: left ${left.name}: ${left.reply}`);
    }
  }
  process.exitCode = signal.aborted ? EXIT.interrupted : isLeft ? EXIT.leftover : EXIT.ok;
}

function say(line: string): void {
  process.stdout.write(inert(`${printable(line)}\n`));
}
