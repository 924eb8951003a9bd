import { milliseconds, notMet, type Context } from '../context.ts';
import { contentBytes } from '../content.ts';
import { expectReplies, expectReply } from '../expect-reply.ts';
import { startSession } from '../session-start.ts';
import { describeReply } from '../match-reply.ts';
import type { StepOf } from '../schema.ts';
import type { Start } from '../stages.ts';
import type { Account } from '../server-profile.ts';

import type { Control } from '../world.ts';
import { Skipped } from '../outcomes.ts';
import { dataSilence } from './bytes.ts';
import { shake } from './secure.ts';

/** Opens another control connection; with `expect` the greeting itself is judged. */
export async function connect(
  context: Context,
  step: StepOf<'connect'>,
  start: Start,
): Promise<void> {
  const { world } = context;
  await startSession(world, step.connect, {
    stage: step.expect === undefined ? (step.start ?? start) : 'connected',
    account: accountOf(context, step.as ?? 'user'),
    fromListenPort: step['from-listen-port'],
  });
  if (step.expect !== undefined)
    await expectReply(context, world.control(step.connect), step.expect, step.save);
}

function accountOf(context: Context, as: 'user' | 'second-account' | 'anonymous'): Account {
  const { profile } = context.world;
  if (as === 'user') return profile.account;
  if (as === 'anonymous') return profile.anonymous;
  if (!profile.second) throw new Skipped('no second account is known; give one with --second-user');
  return profile.second;
}

export async function login(context: Context, step: StepOf<'login'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.login);
  const user = world.values.fill(step.user ?? world.profile.account.user);
  const password = world.values.fill(step.password ?? world.profile.account.password);
  await control.connection.send(`USER ${user}`);
  const first = await control.connection.peek(world.profile.replyMs);
  if (first?.code !== 331) {
    // No password is asked for: this reply is the last one.
    await expectReplies(context, control, { ...step, expect: step.expect ?? [331, 230, 232] });
    return;
  }
  await expectReply(context, control, 331);
  await control.connection.send(`PASS ${password}`);
  await expectReplies(context, control, { ...step, expect: step.expect ?? 230 });
}

export async function send(context: Context, step: StepOf<'send'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  const lines = (typeof step.send === 'string' ? [step.send] : step.send).map((line) =>
    world.values.fill(line),
  );
  if (step.bytewise) for (const line of lines) await control.connection.sendBytewise(line);
  else await control.connection.send(...lines);
  if (lines.some((line) => TRANSFER.test(line))) world.prepareData(control);
  const reply = await expectReplies(context, control, step);
  noteProtection(control, lines.at(-1) ?? '', reply?.code);
}

/** What a data connection is for. */
const TRANSFER = /^(RETR|STOR|STOU|APPE|LIST|NLST|MLSD)\b/i;

/** Remembers what PROT agreed on, for the data connections that follow. */
function noteProtection(control: Control, line: string, code: number | undefined): void {
  const level = /^PROT ([A-Z])$/i.exec(line)?.[1]?.toUpperCase();
  if (level !== undefined && code === 200) control.protect = level === 'P';
}

export async function raw(context: Context, step: StepOf<'raw'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  control.unsynced = true;
  // Text in raw bytes is one byte a character, so that "\xff" is the byte 0xFF.
  const content = typeof step.raw === 'string' ? { bytes: step.raw } : step.raw;
  await control.connection.sendRaw(contentBytes(content, world.values, world.nextSeed()));
  await expectReplies(context, control, step);
}

export async function expect(context: Context, step: StepOf<'expect'>): Promise<void> {
  const { on, ...judged } = step;
  await expectReplies(context, context.world.control(on), judged);
}

export async function inOrder(context: Context, step: StepOf<'in-order'>): Promise<void> {
  await expectReplies(context, context.world.control(step.on), step);
}

export async function silence(context: Context, step: StepOf<'silence'>): Promise<void> {
  if (step.from !== undefined) {
    await dataSilence(context, step, step.from);
    return;
  }
  const { connection } = context.world.control(step.on);
  const arrived = await connection.arrival(milliseconds(step.silence));
  if (!arrived) return;
  const actual = 'how' in arrived ? 'the connection ended' : describeReply(arrived);
  throw notMet(context, `nothing for ${step.silence}`, actual, step);
}

/** TLS on a control connection that has drawn its 234 already. */
export async function secureControl(context: Context, step: StepOf<'secure'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.secure);
  const { version, alpn } = step;
  const wish = { ...world.profile.tls, version, alpn };
  const servername = world.values.fill(step.servername ?? wish.servername);
  // A new security exchange puts the data level back to Clear (RFC 4217 section 9).
  control.protect = false;
  await shake(context, step, async () => ({
    ...(await control.connection.secure({ ...wish, servername }, world.profile.replyMs)),
    certificate: control.connection.certificate,
    servername,
  }));
}
