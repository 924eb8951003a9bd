import type { Fault } from './fault.ts';
import {
  after,
  before,
  endingAt,
  forVerbs,
  replyWhen,
  truncate,
  UPLOADS,
} from '../behaviours/builders.ts';

/** Faults of the files' way over the data connection. */
export const transfersFaults: readonly Fault[] = [
  {
    id: 'retr-loses-last-octet',
    title: 'RETR leaves out the last octet',
    breaks: ['RFC959-5.1-DEFAULT-2', 'RFC959-3.1.1.3-IMAGE-1', 'RFC3659-4-SIZE-2'],
    sends: { RETR: truncate(-1) },
  },
  {
    id: 'retr-adds-octet',
    title: 'RETR sends an octet too many',
    breaks: ['RFC959-5.1-DEFAULT-2', 'RFC959-3.1.1.3-IMAGE-1', 'RFC3659-4-SIZE-2'],
    sends: {
      RETR: async function* (source) {
        yield* source;
        yield Buffer.from('\n');
      },
    },
  },
  {
    id: 'retr-stops-at-1-mib',
    title: 'RETR of a large file stops at 1 MiB and says 226',
    breaks: ['RFC959-5.2-XFER-4', 'RFC3659-4-SIZE-2'],
    sends: {
      RETR: async function* (source) {
        let sent = 0;
        for await (const chunk of source) {
          if (sent >= 1024 * 1024) return;
          sent += chunk.length;
          yield chunk;
        }
      },
    },
  },
  {
    id: 'stor-loses-last-octet',
    title: 'STOR leaves out the last octet',
    breaks: ['RFC959-3.2-XFER-5', 'RFC959-3.1.2-ASCII-3', 'RFC959-3.1.1.3-IMAGE-1'],
    receives: forVerbs(UPLOADS, truncate(-1)),
  },
  {
    id: 'stor-not-kept',
    title: 'STOR says 226 and keeps no file',
    breaks: ['RFC959-4.1.3-STOR-3', 'RFC959-4.2-2YZ-1'],
    verbs: {
      STOR: after(({ store }, exchange) => {
        if (!exchange.codes.includes(226)) return;
        store.removeFile(exchange.path);
      }),
    },
  },
  {
    id: 'stor-stops-at-1-mib',
    title: 'STOR of a large file keeps 1 MiB and says 226',
    breaks: ['RFC959-3.2-XFER-5', 'RFC959-3.1.2-ASCII-3'],
    receives: {
      STOR: async function* (source) {
        let kept = 0;
        for await (const chunk of source) {
          if (kept < 1024 * 1024) yield chunk;
          kept += chunk.length;
        }
      },
    },
  },
  {
    id: 'retr-ends-at-255',
    title: 'RETR ends at the octet 255, taken for the end of the file',
    breaks: ['RFC959-3.1.2-ASCII-3', 'RFC959-3.1.1.3-IMAGE-1'],
    sends: { RETR: endingAt(0xff) },
  },
  {
    id: 'stor-ends-at-nul',
    title: 'STOR keeps what comes before the first NUL',
    breaks: ['RFC959-3.2-XFER-5', 'RFC959-3.1.2-ASCII-3'],
    receives: forVerbs(UPLOADS, endingAt(0)),
  },
  {
    id: 'stor-appends',
    title: 'STOR adds to a file that is there',
    breaks: ['RFC959-4.1.3-STOR-2'],
    verbs: {
      STOR: before((session, exchange) => {
        const old = session.store.find(exchange.path);
        if (old?.kind === 'file' && session.restart === 0) session.restart = old.content.size;
      }),
    },
  },
  {
    id: 'stor-new-file-refused',
    title: 'STOR of a new file is refused',
    breaks: ['RFC959-4.1.3-STOR-3'],
    verbs: {
      STOR: replyWhen((exchange) => !exchange.session.store.find(exchange.path), 501),
    },
  },
  {
    id: 'retr-changes-time',
    title: 'RETR changes the time of the file',
    breaks: ['RFC959-4.1.3-RETR-4', 'RFC3659-3.1-MDTM-5'],
    verbs: {
      RETR: after(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node) node.modified = Date.now() + 60_000;
      }),
    },
  },
  {
    id: 'unreadable-file-is-success',
    title: 'A file that may not be read is answered 150 and 226, and nothing is sent',
    breaks: ['RFC959-5.4-RETR-5'],
    verbs: {
      RETR: before(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind !== 'file' || node.readable) return;
        node.readable = true;
        node.content.truncate(0);
      }),
    },
  },
  {
    id: 'empty-file-refused',
    title: 'An empty file cannot be fetched',
    breaks: ['RFC959-4.1.3-XFER-10'],
    verbs: {
      RETR: replyWhen((exchange) => {
        const node = exchange.session.store.find(exchange.path);
        return node?.kind === 'file' && node.content.size === 0;
      }, 550),
    },
  },
  {
    id: 'stou-always-same-name',
    title: 'STOU overwrites the file of before',
    breaks: ['RFC959-5.4-STOU-1'],
    verbs: {
      STOU: async (exchange, honest) => {
        const { store, workingDirectory } = exchange.session;
        const path = `${workingDirectory === '/' ? '' : workingDirectory}/unique.1`;
        if (store.find(path)) store.removeFile(path);
        await honest();
      },
    },
  },
  {
    id: 'appe-overwrites',
    title: 'APPE replaces the file',
    breaks: ['RFC959-4.1.3-APPE-2'],
    verbs: {
      APPE: before(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind === 'file') store.truncate(node, 0);
      }),
    },
  },
  {
    id: 'appe-adds-nothing',
    title: 'APPE says 226 and leaves everything as it was',
    breaks: ['RFC959-4.1.3-APPE-2', 'RFC959-4.1.3-APPE-3'],
    verbs: {
      APPE: async ({ session, path }, honest) => {
        const { store } = session;
        const old = store.find(path);
        const size = old?.kind === 'file' ? old.content.size : undefined;
        await honest();
        const node = store.find(path);
        if (node?.kind !== 'file') return;
        if (size === undefined) store.removeFile(path);
        else store.truncate(node, size);
      },
    },
  },
  {
    id: 'stor-changes-nothing',
    title: 'STOR over a file says 226 and leaves it as it was',
    breaks: ['RFC959-4.1.3-STOR-2'],
    verbs: {
      STOR: async ({ session, path }, honest) => {
        const { store } = session;
        const old = store.find(path);
        const content = old?.kind === 'file' ? Buffer.concat([...old.content.read()]) : undefined;
        await honest();
        const node = store.find(path);
        if (!content || node?.kind !== 'file') return;
        store.truncate(node, 0);
        store.append(node, content);
      },
    },
  },
  {
    id: 'stor-empties-at-once',
    title: 'STOR empties the old file before its data connection is there',
    breaks: ['RFC959-4.2-FAIL-1'],
    verbs: {
      STOR: before(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind === 'file') store.truncate(node, 0);
      }),
    },
  },
  {
    id: 'stor-writes-over',
    title: 'STOR writes over the beginning of the old file and leaves the rest of it',
    breaks: ['RFC959-4.1.3-STOR-2'],
    verbs: {
      STOR: async (exchange, honest) => {
        const { store } = exchange.session;
        const path = exchange.path;
        const old = store.find(path);
        const before = old?.kind === 'file' ? Buffer.concat([...old.content.read()]) : undefined;
        await honest();
        const node = store.find(path);
        if (before && node?.kind === 'file') store.append(node, before.subarray(node.content.size));
      },
    },
  },
  {
    id: 'appe-needs-file',
    title: 'APPE to a missing file is refused',
    breaks: ['RFC959-4.1.3-APPE-3'],
    verbs: { APPE: replyWhen((exchange) => !exchange.session.store.find(exchange.path), 550) },
  },
  {
    id: 'one-transfer-only',
    title: 'The second transfer of a session is refused',
    breaks: ['RFC959-3.3-XFER-11', 'RFC959-4.1.2-PERSIST-1'],
    verbs: {
      RETR: (exchange, honest) => {
        if (served.has(exchange.session)) {
          exchange.reply(451, 'Once is enough.');
          return undefined;
        }
        served.add(exchange.session);
        return honest();
      },
    },
  },
  {
    id: 'file-over-control',
    title: 'RETR sends the file over the control connection too',
    breaks: ['RFC959-4.1.3-XFER-9', 'RFC959-4.2-FMT-1'],
    verbs: {
      RETR: before(({ store, control }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind !== 'file') return;
        for (const chunk of node.content.read()) {
          control.write(chunk.subarray(0, 512));
          return;
        }
      }),
    },
  },
  {
    id: 'control-closed-after-transfer',
    title: 'The control connection closes after a transfer',
    breaks: ['RFC959-2.3-CTRL-1'],
    verbs: forVerbs(
      ['RETR', 'STOR'],
      after(({ control }) => control.end()),
    ),
  },
  {
    id: 'zero-octets-for-file',
    title: 'RETR sends nothing and says 226',
    breaks: ['RFC959-5.1-DEFAULT-2', 'RFC3659-4-SIZE-2', 'RFC959-5.4-XFER-1'],
    sends: { RETR: truncate(0) },
  },
  {
    id: 'stor-ends-at-first-segment',
    title: 'STOR confirms the first segment and leaves the rest',
    breaks: ['RFC959-3.2-XFER-5'],
    receives: {
      STOR: async function* (source) {
        for await (const chunk of source) {
          yield chunk;
          return;
        }
      },
    },
  },
  {
    id: 'record-codes-unknown',
    title: 'STRU R is accepted, and RETR sends codes that mean nothing',
    breaks: ['RFC959-3.4.1-REC-1'],
    verbs: {
      STRU: replyWhen(({ session, argument }) => {
        if (argument !== 'R') return false;
        inRecords.add(session);
        return true;
      }, 200),
    },
    sends: {
      RETR: async function* (source, { session }) {
        yield* source;
        if (inRecords.has(session)) yield Buffer.of(0xff, 0x09);
      },
    },
  },
  {
    id: 'stou-removes-its-hint',
    title: 'STOU with an argument takes a new name, and the file of the name given is gone',
    breaks: ['RFC959-5.3-STOU-3'],
    verbs: {
      STOU: before(({ store }, exchange) => {
        if (store.find(exchange.path)?.kind === 'file') store.removeFile(exchange.path);
        exchange.argument = '';
      }),
    },
  },
  {
    id: 'upload-for-uploader-only',
    title: 'What a session has stored, no other session can fetch',
    breaks: ['PRACTICE-STOR-1'],
    verbs: {
      STOR: after((session, { path }) => {
        const file = session.store.find(path);
        if (file) uploaders.set(file, session);
      }),
      RETR: replyWhen(({ session, path }) => {
        const uploader = uploaders.get(session.store.find(path) ?? {});
        return uploader !== undefined && uploader !== session;
      }, 550),
    },
  },
];

/** Sessions that have chosen record structure. */
const inRecords = new WeakSet<object>();
/** The session that has stored a file. */
const uploaders = new WeakMap<object, object>();
/** Sessions that have had a file. */
const served = new WeakSet<object>();
