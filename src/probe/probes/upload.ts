import { randomBytes } from 'node:crypto';
import type { PassiveVerb } from '../../client/data-set-up.ts';
import { openSession, type Route } from '../open-session.ts';
import { isClass } from '../observations.ts';
import type { ProbeContext } from '../context.ts';
import { passiveTransfer } from './passive.ts';

const SIZE = 256 * 1024;

/** Writes a file in a scratch directory of its own, and takes both away again. */
export async function uploadProbe(
  context: ProbeContext,
  route: Route,
  verb: PassiveVerb,
): Promise<void> {
  const session = await openSession(context, 'upload', route);
  if (!session) return;
  const directory = `ftpspec-${randomBytes(6).toString('hex')}`;
  const name = `${directory}/upload.bin`;
  const made = await session.note(`MKD ${directory}`);
  const isMade = isClass(made, 2);
  if (isMade) {
    await session.note('TYPE I');
    const { seen } = await passiveTransfer(session, verb, {
      purpose: 'upload',
      command: `STOR ${name}`,
      most: 0,
      upload: randomBytes(SIZE),
    });
    if (seen.completion?.how === 'silence') await lookAtFile(context, route, name);
  } else {
    const why = 'the scratch directory for --upload could not be made';
    context.see({ kind: 'omitted', stage: 'large transfer', why, ms: 0 });
  }
  // A server that says nothing may have made it all the same.
  if (isMade || made.how !== 'reply') {
    // A transfer that broke takes its session along; what was made has to go all the same.
    const cleaner = session.usable ? session : await openSession(context, 'clean-up', route);
    if (isMade) await cleaner?.note(`DELE ${name}`);
    await cleaner?.note(`RMD ${directory}`);
    await cleaner?.close();
  }
  await session.close();
}

/** Another session tells whether an upload that was not confirmed arrived all the same. */
async function lookAtFile(context: ProbeContext, route: Route, name: string): Promise<void> {
  const session = await openSession(context, 'look', route);
  if (!session) return;
  await session.note('TYPE I');
  await session.note(`SIZE ${name}`);
  await session.close();
}
