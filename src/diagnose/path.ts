import type { Endpoint } from '../wire/endpoint.ts';
import type { Transfer } from '../probe/observations.ts';
import { formatPortSpan } from './evidence/ports.ts';
import { opened, type View } from './evidence/view.ts';

/** One kind of connection between client and server. */
export interface PathLine {
  readonly what: 'control' | 'passive data' | 'active data';
  /** who connects to whom */
  readonly direction: 'to the server' | 'to the client';
  /** stops between: no answer came. stops at the end: it was refused, or ended there */
  readonly reach: 'through' | 'stops between' | 'stops at the end' | 'untried';
  /** the ports connected to, as text */
  readonly ports: string;
  /** how it went, in a few words */
  readonly note: string;
}

/** Client, network and server, with the connections between them and where they stop: what a drawing shows. */
export interface Path {
  readonly client: string;
  readonly server: Endpoint;
  readonly lines: readonly PathLine[];
}

/** How far each kind of connection came. */
export function pathOf(view: View): Path {
  const dial = view.dials.find(({ outcome }) => outcome === 'connected') ?? view.dials[0];
  const [at] = [...view.greetings, ...view.logins].map((one) => one.at);
  return {
    client: at?.local.host ?? 'this client',
    server: dial?.to ?? { host: view.target.host, port: view.target.port },
    lines: [controlLine(view), passiveLine(view), activeLine(view)],
  };
}

function controlLine({ dials, logins, greetings, target }: View): PathLine {
  const line = { what: 'control', direction: 'to the server', ports: `${target.port}` } as const;
  if (logins.some(({ outcome }) => outcome === 'accepted'))
    return { ...line, reach: 'through', note: 'logged in' };
  const [login] = logins;
  if (login) return { ...line, reach: 'stops at the end', note: `login ${login.outcome}` };
  const greeting = greetings.find(({ answer }) => answer.how === 'reply');
  if (greeting) return { ...line, reach: 'stops at the end', note: 'greeted, no login' };
  if (dials.some(({ outcome }) => outcome === 'connected'))
    return { ...line, reach: 'stops at the end', note: 'connected, no greeting' };
  return { ...line, ...deadEnd(dials[0]?.outcome) };
}

function passiveLine({ passive }: View): PathLine {
  const tried = passive.filter(({ endpoint }) => endpoint !== undefined);
  const line = {
    what: 'passive data',
    direction: 'to the server',
    ports: formatPortSpan(tried.flatMap(({ endpoint }) => endpoint?.port ?? [])),
  } as const;
  if (passive.length === 0) return { ...line, reach: 'untried', note: 'not tried' };
  if (tried.length === 0)
    return { ...line, reach: 'stops at the end', note: 'the server names no port' };
  const open = tried.filter(opened);
  if (open.length > 0) return { ...line, ...carried(open, tried.length) };
  return { ...line, ...deadEnd((tried[0]?.dial ?? tried[0]?.peerDial)?.outcome) };
}

function activeLine({ active }: View): PathLine {
  const tried = active.filter(({ stopped }) => stopped !== 'set-up');
  const line = {
    what: 'active data',
    direction: 'to the client',
    ports: formatPortSpan(tried.flatMap(({ endpoint }) => endpoint?.port ?? [])),
  } as const;
  if (active.length === 0) return { ...line, reach: 'untried', note: 'not tried' };
  if (tried.length === 0) return { ...line, reach: 'untried', note: 'the server refuses it' };
  const open = tried.filter(({ accepted }) => accepted !== undefined);
  if (open.length > 0) return { ...line, ...carried(open, tried.length) };
  return { ...line, reach: 'stops between', note: 'no connection arrives' };
}

function carried(open: readonly Transfer[], total: number): Pick<PathLine, 'reach' | 'note'> {
  if (!open.some(({ stopped }) => stopped === undefined))
    return { reach: 'stops at the end', note: 'opens, and carries nothing' };
  return {
    reach: 'through',
    note: open.length === total ? 'works' : `${open.length} of ${total} open`,
  };
}

function deadEnd(outcome: string | undefined): Pick<PathLine, 'reach' | 'note'> {
  return outcome === 'refused'
    ? { reach: 'stops at the end', note: 'refused' }
    : {
        reach: 'stops between',
        note: outcome === 'filtered' ? 'no answer' : (outcome ?? 'no way'),
      };
}
