import type { Observation } from '../observations.ts';
import type { Session } from '../session.ts';
import { recognise } from '../products.ts';
import { parseFeatures } from '../../wire/features.ts';

/**
 * What the server says about itself. Each answer is an observation, and so is a command after which the
 * control connection is dead: the rest is then left out.
 */
export async function fingerprint(session: Session): Promise<void> {
  for (const command of ['FEAT', 'SYST', 'STAT', 'HELP']) {
    if (!session.usable) return;
    if (command === 'HELP' && recognise(session.context.seen)) return;
    await session.note(command);
  }
}

/** The labels that FEAT listed, in capitals with their parameters; undefined where it was not answered. */
export function listedFeatures(seen: readonly Observation[]): string[] | undefined {
  for (const one of seen) {
    if (one.kind !== 'exchange' || one.answer.command !== 'FEAT' || one.answer.code !== 211)
      continue;
    return parseFeatures(one.answer.lines).map(({ label, parameters }) =>
      `${label} ${parameters}`.trim(),
    );
  }
  return undefined;
}
