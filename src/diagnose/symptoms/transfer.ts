import { isClass, type Transfer } from '../../probe/observations.ts';
import { type View, worked } from '../evidence/view.ts';
import type { Symptom } from './symptom.ts';

/** More than this in one go, and at least one full segment came through. */
const SMALL_OFFSET = 4096;

/** Longer than any server that is well takes for what it has at hand. */
const LATE_MS = 8000;
/** As long as scanners and slow storage take. */
const LONG_MS = 30_000;

function stalls({ transfers }: View): readonly Transfer[] {
  return transfers.filter(
    (one) => one.stopped === 'data' && one.dataEnd === 'open' && isClass(one.opened, 1),
  );
}

function silentHandshakes({ transfers }: View): readonly Transfer[] {
  return transfers.filter(
    ({ stopped, handshake }) => stopped === 'handshake' && handshake?.outcome === 'silence',
  );
}

/** Whether a transfer can be compared with one that is stuck: it went the same way, so that what differs is its size. */
function isBeside(one: Transfer, stuck: Transfer): boolean {
  return one.mode === stuck.mode && one.at.family === stuck.at.family;
}

/** Those that have one beside them that is stuck; all where none is. */
function besideStuck(view: View, all: readonly Transfer[]): readonly Transfer[] {
  const stuck = [...stalls(view), ...silentHandshakes(view)];
  return stuck.length === 0 ? all : all.filter((one) => stuck.some((two) => isBeside(one, two)));
}

/** The server has handed all of it over, and its system still tries to get it across. */
function isStillComing({ completion, dataEnd, bytes }: Transfer): boolean {
  return isClass(completion, 2) && dataEnd === 'open' && bytes < SMALL_OFFSET;
}

function short(one: Transfer): boolean {
  return one.expected !== undefined && one.bytes < one.expected;
}

export const transferSymptoms = {
  'large transfer stalls at once': {
    description: 'a large transfer opens, and stalls before the first full segments',
    evidence: (view) =>
      stalls(view).filter((one) => one.purpose === 'large' && one.bytes < SMALL_OFFSET),
  },
  'listing stalls at once': {
    description: 'the listing opens, and not a byte comes',
    evidence: (view) =>
      stalls(view).filter((one) => one.purpose === 'listing' && one.bytes < SMALL_OFFSET),
  },
  'transfer stalls on the way': {
    description: 'a transfer stalls after a good part of the data',
    evidence: (view) => stalls(view).filter((one) => one.bytes >= SMALL_OFFSET),
  },
  'upload stalls': {
    description: 'an upload opens, and neither its completion comes nor the end of its connection',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.purpose === 'upload' && one.completion?.how === 'silence' && one.dataEnd !== 'fin',
      ),
  },
  'upload arrived whole': {
    description: 'a second session sees the whole of a file whose upload was not confirmed',
    evidence: ({ transfers, exchanges }) =>
      exchanges.filter(({ answer }) =>
        transfers.some(
          (one) =>
            one.purpose === 'upload' &&
            one.completion?.how === 'silence' &&
            one.opened?.command === answer.command.replace(/^SIZE/, 'STOR') &&
            answer.code === 213 &&
            answer.lines[0]?.slice(4).trim() === String(one.bytes),
        ),
      ),
  },
  'data comes late': {
    description: 'the data comes, after many seconds without a byte',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ bytes, gapMs, dataEnd }) => bytes > 0 && gapMs >= LATE_MS && dataEnd !== 'open',
      ),
  },
  'a reply to the transfer comes late': {
    description: 'the first reply to the transfer command, or the last, takes many seconds',
    evidence: ({ transfers }) =>
      transfers.filter(({ opened, completion }) =>
        [opened, completion].some(
          (answer) => (isClass(answer, 1) || isClass(answer, 2)) && (answer?.ms ?? 0) >= LATE_MS,
        ),
      ),
  },
  'NOOP is answered meanwhile': {
    description: 'the completion does not come, while NOOP on the same connection is answered',
    evidence: ({ transfers }) => transfers.filter(({ completion }) => completion?.alive === true),
  },
  'long silence': {
    description: 'half a minute or more was waited in vain',
    evidence: ({ transfers }) =>
      transfers.filter(
        ({ gapMs, dataEnd, setup, opened, completion }) =>
          (dataEnd === 'open' && gapMs >= LONG_MS) ||
          [setup, opened, completion].some(
            (answer) => answer?.how === 'silence' && answer.ms >= LONG_MS,
          ),
      ),
  },
  'the server is this machine': {
    description: 'no packet leaves this machine, so that none can be too large',
    evidence: ({ transfers }) =>
      transfers
        .filter(({ at }) => at.peer.host === at.local.host || /^(?:127\.|::1$)/.test(at.peer.host))
        .slice(0, 1),
  },
  'small transfer works': {
    description: 'a small transfer works',
    evidence: (view) =>
      besideStuck(view, view.transfers)
        .filter(
          (one) =>
            worked(one) &&
            one.purpose !== 'large' &&
            // Nothing at all comes through anywhere.
            one.bytes > 0 &&
            one.bytes < 16 * 1024,
        )
        .slice(0, 1),
  },
  'small transfer stalls too': {
    description: 'even the smallest transfer stalls',
    evidence: (view) => stalls(view).filter((one) => one.purpose === 'small'),
  },
  'large transfer works': {
    description: 'a large transfer works',
    evidence: (view) =>
      besideStuck(view, view.transfers)
        .filter((one) => worked(one) && one.bytes >= 16 * 1024)
        .slice(0, 1),
  },
  'short count': {
    description: 'fewer bytes come than SIZE promises',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          isClass(one.opened, 1) &&
          short(one) &&
          one.dataEnd !== 'open' &&
          one.dataEnd !== 'cut' &&
          one.dataEnd !== 'none',
      ),
  },
  'data cut': {
    description: 'the data connection breaks in the middle',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.bytes > 0 &&
          (one.dataEnd === 'reset' || one.dataEnd === 'error' || one.dataEnd === 'tls') &&
          (one.expected === undefined || short(one)),
      ),
  },
  'completion before the end': {
    description: 'the completion comes although data is missing',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          isClass(one.completion, 2) &&
          (short(one) || one.dataEnd === 'open') &&
          !isStillComing(one),
      ),
  },
  'confirmed, and nothing came': {
    description: 'the server says that all was sent, and not even the first segment arrives',
    evidence: (view) => stalls(view).filter((one) => isStillComing(one)),
  },
  'completion refused': {
    description: 'the data is complete, and the completion is an error in clear',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.handshake === undefined &&
          one.stopped === 'completion' &&
          one.dataEnd === 'fin' &&
          one.completion?.code !== 421 &&
          one.bytes > 0 &&
          (isClass(one.completion, 4) || isClass(one.completion, 5)),
      ),
  },
  'completion never comes': {
    description: 'the data is complete and its connection closed, but the completion never comes',
    evidence: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.stopped === 'completion' &&
          one.dataEnd === 'fin' &&
          one.completion?.how === 'silence' &&
          !short(one),
      ),
  },
  'completion comes after short transfers': {
    description: 'short transfers get their completion',
    evidence: ({ transfers }) =>
      transfers.filter((one) => worked(one) && one.ms < 3000).slice(0, 1),
  },
} satisfies Readonly<Record<string, Symptom>>;
