import columnsOf from '../common/columns.ts';
import { cut } from '../common/text.ts';
import { dialogueOf, type Entry } from './dialogue.ts';
import { markup, type Markup } from './markup.ts';

// Pixels; characters of the 12-pixel monospace font are about 7.3 wide.
const CHARACTER = 7.3;
const ROW = 30;
const TOP = 44;
const CLIENT = 90;
const LANE = 250;
const MARGIN = 60;

/** Rows that are drawn of a long dialogue, at its beginning and at its end. */
const HEAD = 15;
const TAIL = 60;

/**
 * A transcript as a sequence diagram: the client on the left, a line for each connection, time downwards.
 * @param end what was wrong in the end
 */
export function sequenceDiagram(transcript: readonly string[], end: string): Markup {
  const entries = dialogueOf(transcript);
  const lanes = [...new Set(entries.map(({ connection }) => connection))].filter((one) => one);
  const rows = middleLeftOut(entries);
  const width = CLIENT + LANE * Math.max(lanes.length, 2) + MARGIN;
  const height = TOP + ROW * (rows.length + 2);
  const label = `Dialogue over ${lanes.join(', ')}: ${entries.length} lines, which are below as text`;
  const heads = [
    ['client', CLIENT] as const,
    ...lanes.map((name) => [name, xOf(lanes, name)] as const),
  ];
  return markup`<div class="wide" tabindex="0" role="group" aria-label="Sequence diagram">
    <svg
      role="img"
      aria-label="${label}"
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
    >
      ${heads.map(
        ([name, x]) =>
          markup`<line class="life" x1="${x}" x2="${x}" y1="${TOP - 14}" y2="${height - ROW}" />
            <text x="${x}" y="20" text-anchor="middle"
              >${cut(name, Math.floor(LANE / CHARACTER))}</text
            >`,
      )}
      ${rows.map((entry, index) => rowOf(entry, TOP + ROW * (index + 0.6), lanes, width))}
      ${end === '' ? undefined : markup`<text class="bad halo" x="${CLIENT + 8}" y="${height - ROW + 4}">✗ ${fitted(end, width - CLIENT - 40)}</text>`}
    </svg>
  </div>`;
}

function middleLeftOut(entries: readonly Entry[]): Entry[] {
  const left = entries.length - HEAD - TAIL;
  if (left <= 1) return [...entries];
  const note = `… ${left} lines not shown …`;
  return [
    ...entries.slice(0, HEAD),
    { at: '', connection: '', by: 'event', text: note },
    ...entries.slice(-TAIL),
  ];
}

function xOf(lanes: readonly string[], connection: string): number {
  return CLIENT + LANE * (lanes.indexOf(connection) + 1);
}

function rowOf(
  { at, connection, by, text }: Entry,
  y: number,
  lanes: readonly string[],
  width: number,
): Markup {
  const time = markup`<text class="small" x="${4}" y="${y + 4}">${at}</text>`;
  const lane = xOf(lanes, connection);
  if (by === 'event') {
    const x = connection === '' ? CLIENT : lane;
    const label = fitted(text, width - CLIENT);
    const onLeft = x + columnsOf(label) * CHARACTER > width;
    const place = onLeft ? markup`x="${x - 8}" text-anchor="end"` : markup`x="${x + 8}"`;
    return markup`${time}<circle class="arrow" cx="${x}" cy="${y}" r="3" /><text
        class="small halo"
        ${place}
        y="${y + 4}"
        >${label}</text
      >`;
  }
  const [from, to] = by === 'client' ? [CLIENT, lane] : [lane, CLIENT];
  const tip = by === 'client' ? to - 8 : to + 8;
  return markup`${time}<line class="arrow" x1="${from}" x2="${to}" y1="${y}" y2="${y}" /><path
      class="arrow"
      d="M${to} ${y}L${tip} ${y - 4}L${tip} ${y + 4}Z"
    /><text class="halo" x="${CLIENT + 10}" y="${y - 5}"
      >${fitted(text, width - CLIENT - 10)}</text
    >`;
}

/** Text of no more than so many pixels. */
function fitted(text: string, width: number): string {
  return cut(text.replaceAll('\n', ' '), Math.floor(width / CHARACTER));
}
