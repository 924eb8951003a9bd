import type { ControlEvent } from '../../../src/client/control.ts';
import type { DataEvent, Dialogue, Records } from '../../../src/client/records.ts';
import { ReplyReader } from '../../../src/wire/reply.ts';

/** What a dialogue is written as, line by line. */
export interface Written {
  /** `> PASV` sent, `< 227 …` received with CR LF, `<< …` received as it is, `raw …` sent as it is, `data …` received over a data connection, `FIN` received, `TLS`, `silence` and `end` as a reply was awaited, `left` by the client */
  readonly lines: readonly string[];
  /** the script stopped in the middle */
  readonly unfinished?: boolean;
  readonly data?: readonly DataEvent[];
}

/** A dialogue as a connection would have recorded it. */
export function dialogue({ lines, unfinished = false }: Written): Dialogue {
  const reader = new ReplyReader();
  const events = lines.flatMap((line): ControlEvent[] => {
    if (line.startsWith('> ')) return [{ kind: 'command', line: line.slice(2) }];
    if (line.startsWith('raw ')) return [{ kind: 'raw', bytes: Buffer.from(line.slice(4)) }];
    if (line.startsWith('data ')) {
      const bytes = Buffer.from(line.slice(5), 'latin1');
      return [{ kind: 'transferred', size: bytes.length, bytes }];
    }
    if (line === 'FIN')
      return [
        { kind: 'ended', ending: { how: 'fin', code: undefined, closeNotify: undefined }, ms: 1 },
      ];
    if (line === 'TLS') return [{ kind: 'secured' }];
    if (line === 'left') return [{ kind: 'left' }];
    if (line === 'silence') return [{ kind: 'missed', why: 'silence', ms: 6_000 }];
    if (line === 'end') return [{ kind: 'missed', why: 'end', ms: 1 }];
    const text = line.startsWith('<< ') ? line.slice(3) : `${line.slice(2)}\r\n`;
    const replies = reader.push(Buffer.from(text, 'latin1'));
    return replies.map((reply) => ({ kind: 'reply', reply, ms: 1 }));
  });
  return {
    connection: 'main',
    events,
    openReply: reader.pending.opened,
    finished: !unfinished,
  };
}

export function records(written: Written): Records {
  return { dialogues: [dialogue(written)], data: written.data ?? [] };
}
