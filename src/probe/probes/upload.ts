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
  if (!isClass(await session.note(`MKD ${directory}`), 2)) {
    const why = 'the scratch directory for --upload could not be made';
    context.see({ kind: 'omitted', stage: 'large transfer', why, ms: 0 });
    await session.close();
    return;
  }
  const name = `${directory}/upload.bin`;
  await session.note('TYPE I');
  await passiveTransfer(session, verb, {
    purpose: 'upload',
    command: `STOR ${name}`,
    most: 0,
    upload: randomBytes(SIZE),
  });
  // A transfer that broke takes its session along; what was made has to go all the same.
  const cleaner = session.usable ? session : await openSession(context, 'clean-up', route);
  await cleaner?.note(`DELE ${name}`);
  await cleaner?.note(`RMD ${directory}`);
  await cleaner?.close();
  session.destroy();
}
