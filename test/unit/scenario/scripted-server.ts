import type { Socket } from 'node:net';
import { UNBOUNDED } from '../../../src/client/waits.ts';
import { Transcript } from '../../../src/client/transcript.ts';
import { play, type Played } from '../../../src/scenario/play.ts';
import type { ServerProfile } from '../../../src/scenario/server-profile.ts';
import { listen, onLines } from '../../support/loopback.ts';
import { loadScenario } from '../../support/scripts.ts';

/** Nobody interrupts. */
export const NEVER = new AbortController().signal;

/** What is known of a server on loopback. */
export function profileAt(port: number, more: Partial<ServerProfile> = {}): ServerProfile {
  return {
    host: '127.0.0.1',
    port,
    security: 'ftp',
    tls: { servername: 'localhost', verify: false, ca: undefined },
    account: { user: 'ftpspec', password: 'correct horse' },
    second: undefined,
    anonymous: { user: 'anonymous', password: 'a@b' },
    directory: '',
    scratch: undefined,
    file: undefined,
    large: undefined,
    activeAddress: undefined,
    waits: UNBOUNDED,
    noData: undefined,
    dataHost: undefined,
    activePorts: undefined,
    dataPort: port - 1,
    passive: 'EPSV',
    replyMs: 20_000,
    dialMs: 20_000,
    longestMs: 60_000,
    seed: 's',
    ...more,
  };
}

/** A line, something to do with the connection, or nothing. */
export type Answer = string | ((socket: Socket) => void) | undefined;

/** A server that answers lines from a table; unknown ones draw 500, and `undefined` nothing. */
export class Scripted {
  readonly lines: string[] = [];
  readonly sockets: Socket[] = [];
  port = 0;

  async open(answers: Readonly<Record<string, Answer>>): Promise<void> {
    const server = await listen((socket) => {
      this.sockets.push(socket);
      socket.on('end', () => socket.end());
      const greeting = 'greeting' in answers ? answers['greeting'] : '220 Hello.';
      const give = (answer: Answer): void => {
        if (typeof answer === 'function') answer(socket);
        else if (answer !== undefined) socket.write(`${answer}\r\n`);
      };
      give(greeting);
      onLines(socket, (line) => {
        this.lines.push(line);
        if (line in answers) give(answers[line]);
        else if (line === 'QUIT') socket.end('221 Bye.\r\n');
        else give('500 What?');
      });
    });
    this.port = server.port;
  }
}

export interface PlayedWith {
  /** further keys of the scenario, indented by two */
  readonly more?: string;
  readonly profile?: Partial<ServerProfile>;
  readonly signal?: AbortSignal;
}

/** Opens the server with these answers, and plays one scenario against it. */
export async function playAgainst(
  server: Scripted,
  answers: Readonly<Record<string, Answer>>,
  steps: string,
  { more = '', profile = {}, signal = NEVER }: PlayedWith = {},
): Promise<Played> {
  await server.open(answers);
  return await play(
    loadScenario(steps, more),
    profileAt(server.port, profile),
    new Transcript([]),
    signal,
  );
}
