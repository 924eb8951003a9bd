import type {
  Answer,
  SessionInfo,
  ControlDial,
  DataDial,
  Exchange,
  Greeting,
  ControlHandshake,
  Login,
  Lookup,
  Observation,
  Transfer,
} from '../../../src/probe/observations.ts';
import { judge, type Finding } from '../../../src/diagnose/judge.ts';
import { viewOf, type View } from '../../../src/diagnose/evidence/view.ts';

// Hand-made observations: a world is told by what differs from a healthy one.

export const SERVER = '203.0.113.20';
const CLIENT = '198.51.100.10';
export const SERVER6 = '2001:db8:c::20';

export function at(over: Partial<SessionInfo> = {}): SessionInfo {
  const family = over.family ?? 4;
  return {
    session: 'main',
    family,
    secured: false,
    peer: { host: family === 4 ? SERVER : SERVER6, port: 21 },
    local: { host: family === 4 ? CLIENT : '2001:db8:a::10', port: 40_000 },
    ...over,
  };
}

/** `reply('PASV', 227, '…')`, or what came instead: `reply('PASV', 'silence')`. */
export function reply(
  command: string,
  code: number | Exclude<Answer['how'], 'reply'>,
  text = 'ok',
): Answer {
  return typeof code === 'number'
    ? { command, how: 'reply', code, lines: [`${code} ${text}`], ms: 5 }
    : { command, how: code, code: 0, lines: [], ms: 6000 };
}

export function lookup(over: Partial<Lookup> = {}): Lookup {
  return {
    kind: 'lookup',
    host: 'ftp.example.net',
    literal: false,
    addresses: [SERVER],
    error: undefined,
    localFamilies: [4, 6],
    ms: 2,
    ...over,
  };
}

export function dialled(over: Partial<ControlDial> = {}): ControlDial {
  return {
    kind: 'control dial',
    session: 'main',
    to: { host: SERVER, port: 21 },
    family: 4,
    outcome: 'connected',
    code: '',
    otherSessions: 0,
    ms: 2,
    ...over,
  };
}

export function greeted(answer = reply('', 220, 'ready'), over: Partial<Greeting> = {}): Greeting {
  return { kind: 'greeting', at: at(), answer, otherSessions: 0, ms: answer.ms, ...over };
}

export function loggedIn(over: Partial<Login> = {}): Login {
  return {
    kind: 'login',
    at: at(),
    anonymous: false,
    outcome: 'accepted',
    answers: [reply('USER tester', 331), reply('PASS ****', 230)],
    why: undefined,
    otherSessions: 0,
    ms: 10,
    ...over,
  };
}

export function asked(answer: Answer, over: Partial<SessionInfo> = {}): Exchange {
  return { kind: 'exchange', at: at(over), answer, ms: answer.ms };
}

export function secured(over: Partial<ControlHandshake> = {}): ControlHandshake {
  return {
    kind: 'handshake',
    at: at({ secured: true }),
    how: 'explicit',
    outcome: 'secured',
    code: '',
    protocol: 'TLSv1.3',
    trustError: undefined,
    flaws: [],
    certificate: undefined,
    ms: 20,
    ...over,
  };
}

function passiveSetup(verb: string, host: string, port: number): Answer {
  return verb === 'PASV'
    ? reply(
        'PASV',
        227,
        `Entering Passive Mode (${host.replaceAll('.', ',')},${port >> 8},${port & 255}).`,
      )
    : reply('EPSV', 229, `Entering Extended Passive Mode (|||${port}|)`);
}

function dataDial(outcome: DataDial['outcome'], host = SERVER, port = 50_001): DataDial {
  const code = {
    connected: '',
    refused: 'ECONNREFUSED',
    filtered: 'timeout',
    unreachable: 'EHOSTUNREACH',
    failed: 'EINVAL',
  };
  return {
    to: { host, port },
    outcome,
    code: code[outcome],
    ms: outcome === 'filtered' ? 5000 : 2,
  };
}

/** A passive listing that works, but for what differs. */
export function passive(
  verb: 'PASV' | 'EPSV',
  over: Partial<Transfer> & { port?: number; secured?: boolean; family?: 4 | 6 } = {},
): Transfer {
  const { port = 50_001, secured: tls = false, family = 4, ...more } = over;
  const where = at({ secured: tls, family });
  const host = more.endpoint?.host ?? where.peer.host;
  return {
    kind: 'transfer',
    at: where,
    purpose: 'listing',
    mode: 'passive',
    protected: tls,
    setup: passiveSetup(verb, host, port),
    before: reply('NOOP', 200),
    endpoint: { host, port },
    dial: dataDial('connected', host, port),
    peerDial: undefined,
    viaPeer: false,
    accepted: undefined,
    opened: reply('LIST', 150),
    handshake: tls
      ? { outcome: 'secured', code: '', offered: true, resumed: true, answered: true, ms: 5 }
      : undefined,
    bytes: 300,
    gapMs: 0,
    expected: undefined,
    dataEnd: 'fin',
    closeNotify: tls ? true : undefined,
    completion: reply('LIST', 226),
    heldMs: 0,
    stopped: undefined,
    ms: 20,
    ...more,
  };
}

/** A passive attempt whose dial did not connect. */
export function dead(
  verb: 'PASV' | 'EPSV',
  outcome: DataDial['outcome'],
  over: Parameters<typeof passive>[1] = {},
): Transfer {
  const one = passive(verb, over);
  const to = one.endpoint ?? { host: SERVER, port: 0 };
  return {
    ...one,
    dial: dataDial(outcome, to.host, to.port),
    opened: undefined,
    handshake: undefined,
    bytes: 0,
    dataEnd: 'none',
    closeNotify: undefined,
    completion: undefined,
    stopped: 'dial',
    ...over,
  };
}

/** PASV announced an address that is not the server's; `peer` says what the same port there did. */
export function misled(address: string, peer: DataDial['outcome'], port = 50_001): Transfer {
  const carried = peer === 'connected';
  const over = { endpoint: { host: address, port }, port };
  return {
    ...(carried ? passive('PASV', over) : dead('PASV', 'filtered', over)),
    dial: dataDial('filtered', address, port),
    peerDial: dataDial(peer, SERVER, port),
    viaPeer: carried,
  };
}

/** An active listing that works, but for what differs. */
export function active(verb: 'PORT' | 'EPRT', over: Partial<Transfer> = {}): Transfer {
  return {
    ...passive('PASV'),
    mode: 'active',
    setup: reply(`${verb} ${CLIENT.replaceAll('.', ',')},160,1`, 200),
    endpoint: { host: CLIENT, port: 40_961 },
    dial: undefined,
    accepted: { peer: { host: SERVER, port: 20 }, ms: 5 },
    ...over,
  };
}

/** The server accepted PORT, and nothing arrived. */
export function unheard(over: Partial<Transfer> = {}): Transfer {
  return active('PORT', {
    accepted: undefined,
    opened: reply('LIST', 'silence'),
    bytes: 0,
    dataEnd: 'none',
    completion: undefined,
    stopped: 'accept',
    ...over,
  });
}

/** PORT was refused. */
export function refused(code: number, text: string, over: Partial<Transfer> = {}): Transfer {
  const one = active('PORT', over);
  return {
    ...one,
    setup: reply(one.setup.command, code, text),
    accepted: undefined,
    opened: undefined,
    bytes: 0,
    dataEnd: 'none',
    completion: undefined,
    stopped: 'set-up',
    ...over,
  };
}

/** Name, connection, greeting and login as they should be. */
export const ARRIVED: readonly Observation[] = [lookup(), dialled(), greeted(), loggedIn()];

/** What is found in a world. */
export function findings(
  seen: readonly Observation[],
  over: { target?: Partial<View['target']>; options?: Partial<View['options']> } = {},
): Finding[] {
  const target = {
    security: 'ftp',
    host: 'ftp.example.net',
    port: 21,
    user: 'tester',
    directory: '',
    ...over.target,
  } as const;
  const options = {
    active: false,
    allowPlain: false,
    passivePorts: undefined,
    file: undefined,
    ...over.options,
  };
  return judge(viewOf(target, options, seen));
}
