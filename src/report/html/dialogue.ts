/** One line of a transcript. */
export interface Entry {
  /** seconds, as written */
  readonly at: string;
  readonly connection: string;
  /** who said it; an event is of nobody */
  readonly by: 'client' | 'server' | 'event';
  readonly text: string;
}

/** Lines of a transcript as entries; what is no entry, such as what was left out, is an event of all connections. */
export function dialogueOf(transcript: readonly string[]): Entry[] {
  return transcript.map((line) => {
    const [head, at = '', connection = '', gutter = ''] = ENTRY.exec(line) ?? [];
    if (head === undefined) return { at: '', connection: '', by: 'event', text: line.trim() };
    return { at, connection, by: BY[gutter] ?? 'event', text: line.slice(head.length) };
  });
}

const ENTRY = /^ *(\d+\.\d+) (\S*) *([<>*]) /;

const BY: Readonly<Record<string, Entry['by']>> = { '>': 'client', '<': 'server', '*': 'event' };
