import { isClass, type Transfer } from '../observations.ts';
import { type View, worked } from '../view.ts';
import type { Sign } from './sign.ts';

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

export const transferSigns = {
  'large transfer stalls at once': {
    says: 'a large transfer opens, and stalls before the first full segments',
    shownBy: (view) =>
      stalls(view).filter((one) => one.purpose === 'large' && one.bytes < SMALL_OFFSET),
  },
  'listing stalls at once': {
    says: 'the listing opens, and not a byte comes',
    shownBy: (view) =>
      stalls(view).filter((one) => one.purpose === 'listing' && one.bytes < SMALL_OFFSET),
  },
  'transfer stalls on the way': {
    says: 'a transfer stalls after a good part of the data',
    shownBy: (view) => stalls(view).filter((one) => one.bytes >= SMALL_OFFSET),
  },
  'upload stalls': {
    says: 'an upload opens, and its completion never comes',
    shownBy: ({ transfers }) =>
      transfers.filter((one) => one.purpose === 'upload' && one.completion?.how === 'silence'),
  },
  'small transfer works': {
    says: 'a small transfer works',
    shownBy: (view) =>
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
    says: 'even the smallest transfer stalls',
    shownBy: (view) => stalls(view).filter((one) => one.purpose === 'small'),
  },
  'large transfer works': {
    says: 'a large transfer works',
    shownBy: ({ transfers }) =>
      transfers.filter((one) => worked(one) && one.bytes >= 16 * 1024).slice(0, 1),
  },
  'short count': {
    says: 'fewer bytes come than SIZE promises',
    shownBy: ({ transfers }) =>
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
    says: 'the data connection breaks in the middle',
    shownBy: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.bytes > 0 &&
          (one.dataEnd === 'reset' || one.dataEnd === 'error' || one.dataEnd === 'tls') &&
          (one.expected === undefined || short(one)),
      ),
  },
  'completion before the end': {
    says: 'the completion comes although data is missing',
    shownBy: ({ transfers }) =>
      transfers.filter(
        (one) => isClass(one.completion, 2) && (short(one) || one.dataEnd === 'open'),
      ),
  },
  'completion refused': {
    says: 'the data is complete, and the completion is an error in clear',
    shownBy: ({ transfers }) =>
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
    says: 'the data is complete and its connection closed, but the completion never comes',
    shownBy: ({ transfers }) =>
      transfers.filter(
        (one) =>
          one.stopped === 'completion' &&
          one.dataEnd === 'fin' &&
          one.completion?.how === 'silence' &&
          !short(one),
      ),
  },
  'completion comes behind short transfers': {
    says: 'short transfers get their completion',
    shownBy: ({ transfers }) => transfers.filter((one) => worked(one) && one.ms < 3000).slice(0, 1),
  },
} satisfies Readonly<Record<string, Sign>>;
