import { isClass, type Transfer } from '../../probe/observations.ts';
import { type View, worked } from '../evidence/view.ts';
import type { Symptom } from './symptom.ts';

/** More than this in one go, and at least one full segment came through. */
const SMALL_OFFSET = 4096;

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
    description: 'an upload opens, and its completion never comes',
    evidence: ({ transfers }) =>
      transfers.filter((one) => one.purpose === 'upload' && one.completion?.how === 'silence'),
  },
  'small transfer works': {
    description: 'a small transfer works',
    evidence: (view) =>
      view.transfers
        .filter(
          (one) =>
            worked(one) &&
            one.purpose !== 'large' &&
            // Nothing at all comes through anywhere.
            one.bytes > 0 &&
            one.bytes < 16 * 1024 &&
            [...stalls(view), ...silentHandshakes(view)].every(({ mode }) => mode === one.mode),
        )
        .slice(0, 1),
  },
  'small transfer stalls too': {
    description: 'even the smallest transfer stalls',
    evidence: (view) => stalls(view).filter((one) => one.purpose === 'small'),
  },
  'large transfer works': {
    description: 'a large transfer works',
    evidence: ({ transfers }) =>
      transfers.filter((one) => worked(one) && one.bytes >= 16 * 1024).slice(0, 1),
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
        (one) => isClass(one.completion, 2) && (short(one) || one.dataEnd === 'open'),
      ),
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
