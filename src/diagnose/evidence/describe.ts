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

/** What was seen, in a line: the commands, bytes, addresses and times that prove it. */
export function describe(one: Observation): string {
  switch (one.kind) {
    case 'lookup':
      return (
        one.error ?? `${one.host} resolves to ${one.addresses.join(', ')} in ${formatMs(one.ms)}`
      );
    case 'control dial':
      return `dial to ${formatEndpoint(one.to)}: ${dialEnd(one)}`;
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
      return `${formatMs(one.ms)} without a word: ${one.outcome}${one.text === '' ? '' : ` ("${one.text}")`}`;
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
  return `${answer.command} → ${quoteAnswer(answer)}${answer.how === 'silence' ? ` within ${formatMs(answer.ms)}` : ''}`;
}

function withOthers(others: number): string {
  return others === 0 ? '' : `, ${others} other session${others === 1 ? '' : 's'} open`;
}

function dialEnd({ outcome, code, ms }: Pick<DataDial, 'outcome' | 'code' | 'ms'>): string {
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
  const way = one.at.secured ? 'under TLS' : 'in clear';
  if (one.why !== undefined) return `login ${way} left out: ${one.why}`;
  return `login ${way}${withOthers(one.otherSessions)}: ${one.answers.map(exchange).join(', ')}`;
}

function transfer(one: Transfer): string {
  const parts = [exchange(one.setup)];
  if (one.dial) parts.push(`dial to ${formatEndpoint(one.dial.to)}: ${dialEnd(one.dial)}`);
  if (one.peerDial)
    parts.push(`dial to ${formatEndpoint(one.peerDial.to)}: ${dialEnd(one.peerDial)}`);
  if (one.accepted)
    parts.push(
      `connection from ${formatEndpoint(one.accepted.peer)} after ${formatMs(one.accepted.ms)}`,
    );
  else if (one.mode === 'active' && one.stopped !== 'set-up' && one.stopped !== undefined)
    parts.push(`no connection to ${one.endpoint ? formatEndpoint(one.endpoint) : 'the listener'}`);
  if (one.opened) parts.push(exchange(one.opened));
  if (one.handshake && one.handshake.outcome !== 'secured')
    parts.push(`TLS on the data connection: ${one.handshake.outcome} ${one.handshake.code}`.trim());
  if (one.handshake?.outcome === 'secured')
    parts.push(one.handshake.resumed ? 'TLS session resumed' : 'TLS session of its own');
  if (one.dataEnd !== 'none' && one.opened && one.stopped !== 'open') {
    const of = one.expected === undefined ? '' : ` of ${one.expected}`;
    parts.push(
      `${one.bytes}${of} bytes, ${DATA_ENDS[one.dataEnd]}${one.closeNotify === false ? ' without close_notify' : ''}`,
    );
  }
  if (one.completion) parts.push(quoteAnswer(one.completion));
  const way = [one.at.family === 6 ? 'IPv6' : '', one.protected ? 'TLS' : ''].filter(
    (word) => word,
  );
  return `${way.length > 0 ? `${way.join(', ')}: ` : ''}${parts.join('; ')}`;
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
