import type {
  ControlDial,
  DataDial,
  Exchange,
  Greeting,
  ControlHandshake,
  Idle,
  Login,
  Lookup,
  Observation,
  PeerAddress,
  PeerDial,
  PeerLine,
  PeerTalk,
  Transfer,
} from '../../probe/observations.ts';
import type { ProbeOptions } from '../../probe/context.ts';
import type { Target } from '../../targets/url.ts';

/** What the symptoms look at: everything that was seen, sorted. */
export interface View {
  readonly target: Pick<Target, 'security' | 'host' | 'port' | 'user' | 'directory'>;
  readonly options: Pick<ProbeOptions, 'active' | 'allowPlain' | 'passivePorts' | 'file'>;
  readonly seen: readonly Observation[];
  readonly lookup: Lookup | undefined;
  readonly dials: readonly ControlDial[];
  readonly greetings: readonly Greeting[];
  readonly handshakes: readonly ControlHandshake[];
  readonly logins: readonly Login[];
  readonly exchanges: readonly Exchange[];
  readonly idles: readonly Idle[];
  /** all but those that left resumption out on purpose */
  readonly transfers: readonly Transfer[];
  readonly unresumed: readonly Transfer[];
  readonly passive: readonly Transfer[];
  readonly active: readonly Transfer[];
  /** what `ftpspec peer` told, where one was asked */
  readonly peer: PeerTalk | undefined;
  readonly peerLines: readonly PeerLine[];
  readonly peerDials: readonly PeerDial[];
  readonly peerAddresses: readonly PeerAddress[];
}

/** Sorts observations for the symptoms. */
export function viewOf(
  target: View['target'],
  options: View['options'],
  seen: readonly Observation[],
): View {
  const of = <K extends Observation['kind']>(kind: K): Extract<Observation, { kind: K }>[] =>
    seen.filter((one): one is Extract<Observation, { kind: K }> => one.kind === kind);
  const transfers = of('transfer').filter(({ purpose }) => purpose !== 'unresumed');
  return {
    target,
    options,
    seen,
    lookup: of('lookup')[0],
    dials: of('control dial'),
    greetings: of('greeting'),
    handshakes: of('handshake'),
    logins: of('login'),
    exchanges: of('exchange'),
    idles: of('idle'),
    transfers,
    unresumed: of('transfer').filter(({ purpose }) => purpose === 'unresumed'),
    passive: transfers.filter(({ mode }) => mode === 'passive'),
    active: transfers.filter(({ mode }) => mode === 'active'),
    peer: of('peer')[0],
    peerLines: of('peer line'),
    peerDials: of('peer dial'),
    peerAddresses: of('peer address'),
  };
}

/** Whether a transfer went well. */
export function worked(transfer: Transfer): boolean {
  return transfer.stopped === undefined;
}

/** Whether its data connection opened, whatever became of it. */
export function opened(transfer: Transfer): boolean {
  return transfer.stopped === undefined || !['set-up', 'dial', 'accept'].includes(transfer.stopped);
}

/** The dial that decided a passive transfer: to the announced address, or to the peer where that was all. */
export function decidingDial(transfer: Transfer): DataDial | undefined {
  return transfer.dial ?? transfer.peerDial;
}

/** `PASV`, `EPRT`, … */
export function setUpVerb(transfer: Transfer): string {
  return transfer.setup.command.split(' ', 1)[0] ?? '';
}

/** Passive transfers over the family and security of the first login that worked. */
export function leading({ passive, logins }: View): readonly Transfer[] {
  const first = logins.find((one) => one.outcome === 'accepted');
  return passive.filter(
    ({ at }) => first && at.family === first.at.family && at.secured === first.at.secured,
  );
}
