import { formatEndpoint } from '../../wire/endpoint.ts';
import type { Answer, Transfer } from '../../probe/observations.ts';
import { formatPortSpan, portTable } from '../evidence/ports.ts';
import { SYMPTOMS, type SymptomName } from '../symptoms/index.ts';
import { leading, type View } from '../evidence/view.ts';

/** The target's place as people write it. */
export function place({ target }: View): string {
  return formatEndpoint({ host: target.host, port: target.port });
}

/** Ports that the leading way was given, as a range. */
export function announcedPorts(view: View): string {
  const ports = [...new Set(leading(view).flatMap(({ endpoint }) => endpoint?.port ?? []))];
  const span = formatPortSpan(ports);
  if (ports.length === 1) return `port ${span}`;
  return span.includes('between') ? span : `ports ${span}`;
}

/** `ports 50010, 50011 fail, 50000-50004 work` */
export function portStatistics(view: View): string {
  const { good, bad, fickle } = portTable(leading(view));
  const clause = (ports: readonly number[], does: string): string[] =>
    ports.length === 0 ? [] : [`${formatPortSpan(ports)} ${does}`];
  return [
    ...clause(bad, bad.length === 1 ? 'fails' : 'fail'),
    ...clause(fickle, fickle.length === 1 ? 'works now and then' : 'work now and then'),
    ...clause(good, good.length === 1 ? 'works' : 'work'),
  ].join(', ');
}

/** The last thing the server said about a transfer. */
export function lastAnswer({ completion, opened, setup }: Transfer): Answer {
  return completion ?? opened ?? setup;
}

/** The first transfer that shows one of these symptoms, the first symptom that any shows leading. */
export function firstTransfer(
  view: View,
  ...symptoms: readonly SymptomName[]
): Transfer | undefined {
  for (const symptom of symptoms) {
    const [one] = SYMPTOMS[symptom].evidence(view);
    if (one?.kind === 'transfer') return one;
  }
  return undefined;
}
