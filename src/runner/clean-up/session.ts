import { completes, type Reply } from '../../wire/reply.ts';
import { stripTelnet } from '../../wire/telnet.ts';
import { UNBOUNDED } from '../../client/waits.ts';
import { Transcript } from '../../client/transcript.ts';
import { fetch, keeper } from '../../scenario/files.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { World, type Control } from '../../scenario/world.ts';
import { CLEAN_UP } from '../limits.ts';

/** A session that removes things. Lines, names and replies have a character a byte, as names need not be UTF-8. */
export interface CleanUpSession {
  /**
   * The reply that completes a command.
   * @throws Timeout, Closed, WireError: the session is of no use any more
   */
  ask(line: string): Promise<Answer>;
  /**
   * A listing over a data connection; undefined where the server refuses it, as that of an empty directory may be (R19).
   * @throws SetupFailed, Timeout, Closed, WireError: the session is of no use any more
   */
  fetch(line: string): Promise<string | undefined>;
}

export interface Answer {
  readonly code: number;
  /** each without its line end */
  readonly lines: readonly string[];
}

/** A control connection of its own, logged in, in the login directory. */
export class RemovingSession implements CleanUpSession {
  readonly #world: World;
  readonly #control: Control;
  readonly #over: AbortSignal;

  private constructor(world: World, control: Control, over: AbortSignal) {
    this.#world = world;
    this.#control = control;
    this.#over = over;
  }

  /**
   * Logs in.
   * @param over ends the session whatever it waits for
   * @throws SetupFailed
   */
  static async open(
    profile: ServerProfile,
    secrets: readonly string[],
    over: AbortSignal,
  ): Promise<RemovingSession> {
    const world = new World(
      {
        ...profile,
        scratch: undefined,
        directory: '',
        longestMs: CLEAN_UP.ms,
        waits: UNBOUNDED,
      },
      new Transcript(secrets),
    );
    const end = (): void => void world.close();
    over.addEventListener('abort', end);
    // Whichever way the world ends, it listens no longer.
    world.gone.addEventListener('abort', () => over.removeEventListener('abort', end));
    try {
      over.throwIfAborted();
      return new RemovingSession(world, await keeper(world), over);
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  async ask(line: string): Promise<Answer> {
    let reply: Reply | undefined;
    try {
      for (const form of formsOf(line)) {
        reply = await this.#exchange(form);
        if (reply.code < 300) break;
      }
    } catch (error) {
      // It was closed here: that it ended is not the reason.
      this.#over.throwIfAborted();
      throw error;
    }
    const lines = reply?.lines ?? [];
    return {
      code: reply?.code ?? 0,
      lines: lines.map(({ bytes }) =>
        stripTelnet(bytes)
          .toString('latin1')
          .replace(/\r?\n$/, ''),
      ),
    };
  }

  async fetch(line: string): Promise<string | undefined> {
    // Some list in no other type.
    await this.ask('TYPE A');
    try {
      const bytes = await fetch(this.#world, this.#control, line, {
        most: CLEAN_UP.listingBytes,
      });
      return bytes.toString('latin1');
    } catch (error) {
      if (error instanceof SetupFailed && error.code !== undefined) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#world.close();
  }

  async #exchange(line: string): Promise<Reply> {
    const { connection } = this.#control;
    connection.forgetReplies();
    await connection.sendRaw(Buffer.from(`${line}\r\n`, 'latin1'));
    const end = performance.now() + this.#world.profile.replyMs;
    let reply: Reply;
    do reply = await connection.reply(end - performance.now());
    while (!completes(reply));
    return reply;
  }
}

/**
 * What a name may have to be called: a byte 255 is doubled on a Telnet connection, which not every server knows, and
 * some list in UTF-8 what they take a byte a character.
 */
function formsOf(line: string): Set<string> {
  const decoded = Buffer.from(line, 'latin1').toString('utf8');
  const forms = [line.replaceAll('\xff', '\xff\xff'), line];
  return new Set(/^[\0-\xff]*$/.test(decoded) ? [...forms, decoded] : forms);
}
