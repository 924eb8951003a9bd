import { formatMs } from '../../client/failures.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import {
  answerText,
  type Answer,
  type DataDial,
  type Login,
  type Observation,
  type Transfer,
} from '../../probe/observations.ts';
import { describeAddress, describeDial, describeLine, describeTalk } from './other-end.ts';

type Dial = Pick<DataDial, 'to' | 'outcome' | 'code' | 'ms'>;

/** What was seen, in a line: the commands, bytes, addresses and times that prove it. */
export function describe(one: Observation): string {
  switch (one.kind) {
    case 'lookup':
      return (
        one.error ?? `${one.host} resolves to ${one.addresses.join(', ')} in ${formatMs(one.ms)}`
      );
    case 'control dial':
      return dialled(one);
    case 'greeting':
      return `greeting of ${formatEndpoint(one.at.peer)}${withOthers(one.otherSessions)}: ${quoteAnswer(one.answer)} after ${formatMs(one.answer.ms)}`;
    case 'wrong protocol':
      return `${one.tried} at ${formatEndpoint(one.to)}: ${one.heard === '' ? 'nothing heard' : `"${one.heard}"`}`;
    case 'handshake':
      return `TLS handshake: ${handshake(one)}`;
    case 'login':
      return login(one);
    case 'exchange':
      return exchange(one.answer);
    case 'transfer':
      return transfer(one);
    case 'idle':
      return `idle for ${formatMs(one.ms)}: ${one.outcome}${one.text === '' ? '' : ` ("${one.text}")`}`;
    case 'peer':
      return describeTalk(one);
    case 'peer line':
      return describeLine(one);
    case 'peer dial':
      return describeDial(one);
    case 'peer address':
      return describeAddress(one);
    case 'omitted':
      return `${one.stage}: ${one.why}`;
    case 'probe error':
      return `the probe "${one.probe}" failed: ${one.error}`;
  }
}

/** The reply in quotes, or what came instead of one. */
export function quoteAnswer(answer: Answer | undefined): string {
  if (!answer) return 'no reply';
  switch (answer.how) {
    case 'reply':
      return `"${answer.code} ${answerText(answer)}"`;
    case 'silence':
      return 'no reply';
    case 'closed':
      return 'a close (FIN)';
    case 'reset':
      return 'a reset (RST)';
    case 'tls':
      return `the end of TLS (${answer.lines.join(' ')})`;
    case 'garbled':
      return 'bytes that are no reply';
  }
}

function exchange(answer: Answer): string {
  return `${answer.command} → ${quoteAnswer(answer)}${answer.how === 'silence' ? late(answer) : ''}`;
}

function withOthers(others: number): string {
  return others === 0 ? '' : `, ${others} other session${others === 1 ? '' : 's'} open`;
}

function dialEnd({ outcome, code, ms }: Dial): string {
  if (outcome === 'connected') return `connected in ${formatMs(ms)}`;
  if (outcome === 'filtered') return `no answer in ${formatMs(ms)}`;
  return `${outcome} in ${formatMs(ms)} (${code})`;
}

function handshake(one: Extract<Observation, { kind: 'handshake' }>): string {
  if (one.outcome === 'silence') return `no answer in ${formatMs(one.ms)}`;
  if (one.outcome === 'failed') return `failed (${one.code === '' ? 'closed' : one.code})`;
  const trust = one.trustError === undefined ? 'trusted' : `not trusted (${one.trustError})`;
  return `${one.protocol} in ${formatMs(one.ms)}, ${trust}${one.certificate === undefined ? '' : `; ${one.certificate}`}`;
}

function login(one: Login): string {
  const how = one.at.secured ? 'under TLS' : 'in clear';
  if (one.why !== undefined) return `login ${how} left out: ${one.why}`;
  return `login ${how}${withOthers(one.otherSessions)}: ${one.answers.map(exchange).join(', ')}`;
}

function transfer(one: Transfer): string {
  const way = [one.at.family === 6 ? 'IPv6' : '', one.protected ? 'TLS' : ''].filter(
    (word) => word !== '',
  );
  const parts = TRANSFER_PARTS.flatMap((part) => part(one) ?? []);
  return `${way.length > 0 ? `${way.join(', ')}: ` : ''}${parts.join('; ')}`;
}

/** What is told of a transfer, in the order in which it happens; each where it came to that. */
const TRANSFER_PARTS: readonly ((one: Transfer) => string | undefined)[] = [
  ({ setup }) => exchange(setup),
  ({ dial }) => dial && dialled(dial),
  ({ peerDial }) => peerDial && dialled(peerDial),
  ({ accepted }) =>
    accepted && `connection from ${formatEndpoint(accepted.peer)} after ${formatMs(accepted.ms)}`,
  noConnection,
  ({ opened }) => opened && exchange(opened),
  dataHandshake,
  dataCame,
  ({ completion }) =>
    completion && quoteAnswer(completion) + (completion.ms >= LONG_MS ? late(completion) : ''),
];

/** Waiting longer than this is worth a word. */
const LONG_MS = 3000;

function late({ how, ms, alive }: Answer): string {
  if (how !== 'silence') return ` after ${formatMs(ms)}`;
  return ` within ${formatMs(ms)}${alive === true ? ', while NOOP is answered' : ''}`;
}

function dialled(dial: Dial): string {
  return `dial to ${formatEndpoint(dial.to)}: ${dialEnd(dial)}`;
}

function noConnection({ mode, accepted, stopped, endpoint }: Transfer): string | undefined {
  if (mode === 'passive' || accepted || stopped === undefined || stopped === 'set-up')
    return undefined;
  return `no connection to ${endpoint ? formatEndpoint(endpoint) : 'the listener'}`;
}

function dataHandshake({ handshake: shaken }: Transfer): string | undefined {
  if (!shaken) return undefined;
  if (shaken.outcome === 'secured')
    return shaken.resumed ? 'TLS session resumed' : 'TLS session of its own';
  return `TLS on the data connection: ${shaken.outcome} ${shaken.code}`.trim();
}

function dataCame(one: Transfer): string | undefined {
  if (one.dataEnd === 'none' || !one.opened || one.stopped === 'open') return undefined;
  const of = one.expected === undefined ? '' : ` of ${one.expected}`;
  const untidy = one.closeNotify === false ? ' without close_notify' : '';
  const gap = one.gapMs >= LONG_MS ? ` (${formatMs(one.gapMs)} without a byte)` : '';
  return `${one.bytes}${of} bytes, ${DATA_ENDS[one.dataEnd]}${untidy}${gap}`;
}

const DATA_ENDS: Readonly<Record<Transfer['dataEnd'], string>> = {
  fin: 'then closed',
  reset: 'then reset',
  tls: 'then a TLS failure',
  error: 'then an error',
  open: 'then nothing',
  cut: 'then stopped here',
  none: '',
};
