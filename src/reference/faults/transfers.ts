import type { Fault } from './hooks.ts';
import { also, answerWhen, drop, each, first, part, precede, recode, UPLOADS } from './making.ts';

/** Faults of the files' way over the data connection. */
export const transfers: readonly Fault[] = [
  {
    id: 'completes-before-data',
    title: '226 comes before the data',
    breaks: ['RFC959-5.2-XFER-4', 'RFC959-5.4-XFER-1'],
    quirks: ['completesEarly'],
  },
  {
    id: 'data-before-preliminary',
    title: 'The data comes before 150',
    breaks: ['RFC959-5.4-XFER-1'],
    quirks: ['dataBeforePreliminary'],
  },
  {
    id: 'data-stays-open',
    title: 'The data connection stays open behind 226',
    breaks: ['RFC959-3.2-XFER-3', 'RFC959-5.2-XFER-4', 'RFC959-5.2-XFER-8'],
    quirks: ['keepsDataOpen'],
  },
  {
    id: 'success-whatever-happens',
    title: 'Every transfer ends with 226',
    breaks: [
      'RFC959-5.4-PORT-10',
      'RFC959-5.4-PASV-12',
      'RFC959-5.4-XFER-6',
      'RFC4217-10.2-DATA-1',
    ],
    quirks: ['reportsSuccess'],
  },
  {
    id: 'retr-loses-last-octet',
    title: 'RETR leaves out the last octet',
    breaks: ['RFC959-5.1-DEFAULT-2', 'RFC959-3.1.1.3-IMAGE-1', 'RFC3659-4-SIZE-2'],
    sends: { RETR: part(-1) },
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
    receives: each(UPLOADS, part(-1)),
  },
  {
    id: 'stor-not-kept',
    title: 'STOR says 226 and keeps no file',
    breaks: ['RFC959-4.1.3-STOR-3', 'RFC959-4.2-2YZ-1'],
    verbs: {
      STOR: also(({ store }, exchange) => {
        if (!exchange.codes.includes(226)) return;
        store.removeFile(exchange.path);
      }),
    },
  },
  {
    id: 'stor-appends',
    title: 'STOR adds to a file that is there',
    breaks: ['RFC959-4.1.3-STOR-2'],
    verbs: {
      STOR: first((session, exchange) => {
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
      STOR: answerWhen((exchange) => !exchange.session.store.find(exchange.path), 553),
    },
  },
  {
    id: 'stor-refused-late',
    title: 'STOR that cannot be done is refused behind 150',
    breaks: ['RFC959-5.4-STOR-4'],
    replies: { STOR: precede(553, 150) },
  },
  {
    id: 'stor-refusal-is-success',
    title: 'STOR that cannot be done ends with 226',
    breaks: ['RFC959-5.4-STOR-4', 'RFC959-5.4-STOR-1'],
    replies: { STOR: recode(553, 226) },
  },
  {
    id: 'missing-file-refused-late',
    title: 'RETR of a missing file is answered 150 and 550',
    breaks: ['RFC959-5.4-RETR-2'],
    replies: { RETR: precede(550, 150) },
  },
  {
    id: 'missing-file-preliminary-twice',
    title: 'RETR of a missing file is answered 125 twice and 550',
    breaks: ['RFC959-4.2-1YZ-1', 'RFC959-5.4-RETR-2'],
    replies: {
      RETR: (reply) =>
        reply.code === 550 ? [{ ...reply, code: 125 }, { ...reply, code: 125 }, reply] : reply,
    },
  },
  {
    id: 'missing-file-is-success',
    title: 'RETR of a missing file or a directory is answered 226',
    breaks: ['RFC959-5.4-RETR-2', 'RFC959-5.4-RETR-3', 'RFC959-5.4-RETR-5'],
    replies: { RETR: recode(550, 226) },
  },
  {
    id: 'retr-changes-time',
    title: 'RETR changes the time of the file',
    breaks: ['RFC959-4.1.3-RETR-4', 'RFC3659-3.1-MDTM-5'],
    verbs: {
      RETR: also(({ store }, exchange) => {
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
      RETR: first(({ store }, exchange) => {
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
      RETR: answerWhen((exchange) => {
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
    id: 'stou-200',
    title: 'STOU ends with 200',
    breaks: ['RFC959-5.4-STOU-1'],
    replies: { STOU: recode(226, 200) },
  },
  {
    id: 'appe-overwrites',
    title: 'APPE replaces the file',
    breaks: ['RFC959-4.1.3-APPE-2'],
    verbs: {
      APPE: first(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind === 'file') store.truncate(node, 0);
      }),
    },
  },
  {
    id: 'appe-needs-file',
    title: 'APPE to a missing file is refused',
    breaks: ['RFC959-4.1.3-APPE-3'],
    verbs: { APPE: answerWhen((exchange) => !exchange.session.store.find(exchange.path), 550) },
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
      RETR: first(({ store, control }, exchange) => {
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
    title: 'The control connection closes behind a transfer',
    breaks: ['RFC959-2.3-CTRL-1'],
    verbs: each(
      ['RETR', 'STOR'],
      also(({ control }) => control.end()),
    ),
  },
  {
    id: 'zero-octets-for-file',
    title: 'RETR sends nothing and says 226',
    breaks: ['RFC959-5.1-DEFAULT-2', 'RFC3659-4-SIZE-2', 'RFC959-5.4-XFER-1'],
    sends: { RETR: part(0) },
  },
  {
    id: 'broken-upload-without-reply',
    title: 'An upload that broke off draws no reply',
    breaks: ['RFC959-5.4-XFER-7', 'RFC959-4.2-1YZ-2'],
    replies: each(UPLOADS, drop(426)),
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
    id: 'says-125-without-connection',
    title: 'RETR says 125 whether there is a data connection or not',
    breaks: ['RFC959-4.2-XFER-2'],
    replies: { RETR: recode(150, 125) },
  },
  {
    id: 'record-codes-unknown',
    title: 'STRU R is accepted, and RETR sends codes that mean nothing',
    breaks: ['RFC959-3.4.1-REC-1'],
    verbs: {
      STRU: answerWhen(({ session, argument }) => {
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
      STOU: first(({ store }, exchange) => {
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
      STOR: also((session, { path }) => {
        const file = session.store.find(path);
        if (file) uploaders.set(file, session);
      }),
      RETR: answerWhen(({ session, path }) => {
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
