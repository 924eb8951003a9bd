import type { Command } from '../wire/command.ts';
import type { Reply } from '../wire/reply.ts';

/** How far a session had come when a command was sent, as its replies so far tell. */
export interface SessionState {
  /** false also where that is not sure, such as behind a refused USER */
  readonly loggedIn: boolean;
  /** commands go under TLS */
  readonly secured: boolean;
  /** AUTH was accepted, and no handshake has followed: the server takes what comes for one */
  readonly handshakeDue: boolean;
  /** nothing came since the handshake: a server that does not take the client's certificate says so here */
  readonly justSecured: boolean;
  /** the verb whose turn it is, directly behind USER or RNFR; empty elsewhere */
  readonly due: string;
  /** what TYPE, MODE and STRU were last set to, in capitals */
  readonly parameters: Readonly<Record<string, string>>;
  /** the next transfer is of a part, as REST or RANG said */
  readonly restarts: boolean;
}

/** RFC 959 section 5.1. */
const DEFAULTS = { TYPE: 'A', MODE: 'S', STRU: 'F' };

/** What tells the state: commands with their last reply, and whether a handshake followed. */
interface Turn {
  readonly command: Command | undefined;
  readonly replies: readonly Reply[];
  readonly handshake: boolean;
}

const START: SessionState = {
  loggedIn: false,
  secured: false,
  handshakeDue: false,
  justSecured: false,
  due: '',
  parameters: DEFAULTS,
  restarts: false,
};

/** By verb and code: the verb that is in its turn next (RFC 959 sections 5.4 and 6). */
const SEQUENCES: Readonly<Record<string, string>> = { 'USER 331': 'PASS', 'RNFR 350': 'RNTO' };

/** The state before each turn. */
export function statesBefore(turns: readonly Turn[]): SessionState[] {
  let state = START;
  return turns.map((turn) => {
    const before = state;
    state = stateAfter(before, turn);
    return before;
  });
}

function stateAfter(before: SessionState, { command, replies, handshake }: Turn): SessionState {
  const verb = command?.verb ?? '';
  const code = replies.at(-1)?.code ?? 0;
  const isDone = code >= 200 && code < 300;
  const startsAnew = verb === 'USER' || ((verb === 'REIN' || verb === 'AUTH') && code < 300);
  const entered = isDone && code !== 202 && LOGIN.includes(verb);
  // Another password that is wrong may end the login, and 530 says that it did (R20).
  const isLeft = code === 530 && LOGIN.includes(verb);
  return {
    loggedIn: entered || (before.loggedIn && !startsAnew && !isLeft),
    secured: handshake || (before.secured && !(verb === 'CCC' && isDone)),
    handshakeDue: !handshake && (before.handshakeDue || (verb === 'AUTH' && code === 234)),
    justSecured: handshake,
    due: SEQUENCES[`${verb} ${code}`] ?? '',
    parameters: {
      ...(startsAnew ? DEFAULTS : before.parameters),
      ...(isDone && verb in DEFAULTS ? { [verb]: command?.argument?.toUpperCase() ?? '' } : {}),
    },
    restarts:
      (PARTS.includes(verb) && code === 350) || (before.restarts && !TRANSFERS.includes(verb)),
  };
}

const PARTS = ['REST', 'RANG'];
const TRANSFERS = ['RETR', 'STOR', 'STOU', 'APPE', 'LIST', 'NLST', 'MLSD'];
const LOGIN = ['USER', 'PASS', 'ACCT'];
