import type { ControlEvent } from '../../../../src/client/control.ts';
import type { Dialogue } from '../../../../src/client/records.ts';

/** A line that is sent, raw bytes, or `< line` for a reply. */
export type Said = string | Buffer;

function event(said: Said): ControlEvent {
  if (Buffer.isBuffer(said)) return { kind: 'raw', bytes: said };
  if (!said.startsWith('< ')) return { kind: 'command', line: said };
  const line = { bytes: Buffer.from(`${said.slice(2)}\r\n`), text: said.slice(2) };
  return {
    kind: 'reply',
    ms: 0,
    reply: { code: Number(line.text.slice(0, 3)), lines: [line], text: line.text.slice(4) },
  };
}

/** What one session said and was told. */
export function dialogueOf(said: readonly Said[]): Dialogue {
  return { connection: 'main', events: said.map(event), openReply: undefined, finished: true };
}
