import { formatEndpoint } from '../../wire/endpoint.ts';
import type { Path, PathLine } from '../../diagnose/path.ts';
import { beside, oneLine } from '../common/text.ts';

/** Characters of a line between the two ends, and of what stands before it. */
const WAY = 26;
const LABEL = 14;

/** The way from client to server in five lines: the ends, each kind of connection and how far it comes, the middle. */
export function drawPath(path: Path): string[] {
  const server = formatEndpoint(path.server);
  return [
    `  ${'client'.padEnd(LABEL)}${'NAT, firewall'.padStart((WAY + 13) / 2).padEnd(WAY)}  server`,
    ...path.lines.map((line) => draw(line)),
    `  ${oneLine(path.client).padEnd(LABEL + WAY)}  ${oneLine(server)}`,
  ].map((line) => line.trimEnd());
}

/** The same where there is no room for a drawing: an arrow for each line, and the rest in words. */
export function listPath(path: Path, width: number): string[] {
  return [
    ...path.lines.flatMap((line) => {
      const way = line.reach === 'untried' ? '   ' : SHORT_WAYS[line.direction][line.reach];
      return beside(`  ${line.what.padEnd(LABEL)}${way}  `, outcomeOf(line), width);
    }),
    ...beside('  ', oneLine(`${path.client} to ${formatEndpoint(path.server)}`), width),
  ];
}

function draw(line: PathLine): string {
  return `  ${line.what.padEnd(LABEL)}${way(line.direction, line.reach)}  ${outcomeOf(line)}`;
}

function outcomeOf({ ports, note }: PathLine): string {
  const at = ports === '' ? '' : `: ${ports.replace(/ between (\d+) and /, ' in $1-')}`;
  return `${note}${at}`;
}

function way(direction: PathLine['direction'], reach: PathLine['reach']): string {
  return reach === 'untried' ? ' '.repeat(WAY) : WAYS[direction][reach];
}

const HALF = WAY / 2;

type Ways = Readonly<
  Record<PathLine['direction'], Readonly<Record<Exclude<PathLine['reach'], 'untried'>, string>>>
>;

const SHORT_WAYS: Ways = {
  'to the server': { through: '──>', 'stops between': '─✗ ', 'stops at the end': '──✗' },
  'to the client': { through: '<──', 'stops between': ' ✗─', 'stops at the end': '✗──' },
};

/** The server stands on the right. */
const WAYS: Ways = {
  'to the server': {
    through: `${'─'.repeat(WAY - 1)}>`,
    'stops between': `${'─'.repeat(HALF)}✗${' '.repeat(HALF - 1)}`,
    'stops at the end': `${'─'.repeat(WAY - 1)}✗`,
  },
  'to the client': {
    through: `<${'─'.repeat(WAY - 1)}`,
    'stops between': `${' '.repeat(HALF - 1)}✗${'─'.repeat(HALF)}`,
    'stops at the end': `✗${'─'.repeat(WAY - 1)}`,
  },
};
