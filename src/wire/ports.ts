/** `50000-50004, 50010`, of ports in ascending order. */
export function formatPorts(ports: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const port of ports) {
    const last = runs.at(-1);
    if (last && port === last[1] + 1) last[1] = port;
    else runs.push([port, port]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** Spans in one list: nobody writes more. */
const MOST_SPANS = 16;

/** Reads `50000-50004, 50010`; undefined where it is nothing of that form. In ascending order, each once. */
export function parsePorts(text: string): number[] | undefined {
  const spans = text
    .split(/, ?/, MOST_SPANS + 1)
    .map((span) => /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(span));
  if (spans.length > MOST_SPANS) return undefined;
  const ports = new Set<number>();
  for (const span of spans) {
    const [, first = '', last = first] = span ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (from < 1 || to > 65_535 || from > to) return undefined;
    for (let port = from; port <= to; port++) ports.add(port);
  }
  return [...ports].sort((a, b) => a - b);
}
