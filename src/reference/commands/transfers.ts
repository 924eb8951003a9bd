import { decode, encode, skip } from '../codec.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import type { Content } from '../store/content.ts';
import { resolvePath } from '../store/store.ts';
import { transfer } from '../transfer.ts';
import { mustWrite, type CommandTable } from './command.ts';

/** RETR, STOR, APPE, STOU and ABOR (RFC 959 section 4.1.3). */
export const transferCommands: CommandTable = {
  RETR: {
    syntax: '<SP> pathname',
    argument: 'required',
    keepsRestart: true,
    run: async (exchange) => {
      const { session } = exchange;
      const range = takeRange(session);
      const restart = range?.first ?? takeRestart(session);
      const { content, readable } = session.store.file(exchange.path);
      if (!readable) throw new Refusal('Permission denied.');
      await mustReach(exchange, restart, content);
      const image = session.representation.type !== 'A';
      await transfer(exchange, {
        opening: 'Here it comes.',
        send: content.read(image ? restart : 0),
        skip: image ? 0 : restart,
        ...(range && { keep: range.last - range.first + 1 }),
      });
    },
  },
  STOR: {
    syntax: '<SP> pathname',
    argument: 'required',
    refusal: 553,
    keepsRestart: true,
    run: (exchange) => store(exchange, exchange.path),
  },
  APPE: {
    syntax: '<SP> pathname',
    argument: 'required',
    refusal: 553,
    keepsRestart: true,
    run: async (exchange) => {
      const { session } = exchange;
      // A marker makes it a STOR (RFC 3659 section 5.3).
      if (session.restart > 0) {
        await store(exchange, exchange.path);
        return;
      }
      mustWrite(exchange);
      await receiveInto(exchange, exchange.path, 'Go on.', Infinity);
    },
  },
  STOU: {
    syntax: '',
    argument: 'none',
    refusal: 553,
    keepsRestart: true,
    run: async (exchange) => {
      const { session } = exchange;
      if (takeRestart(session) > 0) throw new Refusal('A unique file has no middle.', 554);
      mustWrite(exchange);
      const name = uniqueName(session);
      const path = resolvePath(session.workingDirectory, name);
      await receiveInto(exchange, path, `FILE: ${name}`, 0);
    },
  },
  ABOR: {
    syntax: '',
    argument: 'none',
    run: (exchange) => {
      const { session } = exchange;
      const stopped = session.takeAborted();
      if (session.closeDataPort() || stopped) exchange.reply(226, 'Aborted.');
      else exchange.reply(225, 'Nothing to abort.');
    },
  },
};

/** The marker of REST, which serves one transfer. */
function takeRestart(session: Session): number {
  const { restart } = session;
  if (!session.quirk('keepsRestart')) session.restart = 0;
  return restart;
}

/** What RANG said, for one transfer. */
function takeRange(session: Session): Session['range'] {
  const { range } = session;
  session.range = undefined;
  return range;
}

/** @throws Refusal (554, RFC 1123 section 4.1.3.4) where the marker lies beyond the end */
async function mustReach(exchange: Exchange, restart: number, content: Content): Promise<void> {
  if (restart === 0 || exchange.session.quirk('restartsBeyondEnd')) return;
  if (restart > (await sentOctets(exchange.session, content)))
    throw new Refusal('The restart marker lies beyond the end of the file.', 554);
}

/** Counting what TYPE A would send means reading all of it; beyond this that is refused. */
const MOST_COUNTED = 64 * 1024 * 1024;

/**
 * What RETR would send (RFC 3659 section 4).
 * @throws Refusal where that is not known without reading too much
 */
export async function sentOctets(session: Session, content: Content): Promise<number> {
  if (session.representation.type !== 'A') return content.size;
  if (content.size > MOST_COUNTED) throw new Refusal('Too large to count in TYPE A.', 550);
  let octets = 0;
  for await (const chunk of encode(content.read(), session.representation)) octets += chunk.length;
  return octets;
}

async function store(exchange: Exchange, path: string): Promise<void> {
  const { session } = exchange;
  const restart = takeRestart(session);
  mustWrite(exchange);
  const old = session.store.find(path);
  let kept = 0;
  if (old?.kind === 'file') {
    await mustReach(exchange, restart, old.content);
    kept = await storedOctets(session, old.content, restart);
  } else if (restart > 0) throw new Refusal('There is nothing to restart.', 554);
  await receiveInto(exchange, path, 'Send it.', kept);
}

/** Where in the stored file the network's octet `sent` lies. */
async function storedOctets(session: Session, content: Content, sent: number): Promise<number> {
  if (session.representation.type !== 'A' || sent === 0) return sent;
  let left = 0;
  for await (const chunk of decode(
    skip(encode(content.read(), session.representation), sent),
    session.representation,
  ))
    left += chunk.length;
  return content.size - left;
}

/** Writes what comes after the first `kept` octets; nothing is changed before the data connection is there. */
async function receiveInto(
  exchange: Exchange,
  path: string,
  opening: string,
  kept: number,
): Promise<void> {
  const { store: files } = exchange.session;
  files.mustBeWritable(path);
  await transfer(exchange, {
    opening,
    receive: async (octets) => {
      const file = files.writableFile(path);
      files.truncate(file, Math.min(kept, file.content.size));
      for await (const chunk of octets) files.append(file, chunk);
    },
  });
}

function uniqueName(session: Session): string {
  const { children } = session.store.directory(session.workingDirectory);
  let number = 1;
  while (children.has(`unique.${number}`)) number++;
  return `unique.${number}`;
}
