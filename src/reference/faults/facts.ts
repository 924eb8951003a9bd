import { resolvePath } from '../store/store.ts';
import type { Fault } from './fault.ts';
import { before, forVerbs, moveTime, replyWhen, reword } from '../behaviours/builders.ts';

/** Faults of SIZE and MDTM, and of the commands that set facts. */
export const factsFaults: readonly Fault[] = [
  {
    id: 'size-multi-line',
    title: 'SIZE is answered with several lines',
    breaks: ['RFC3659-4.1-SIZE-1'],
    replies: {
      SIZE: (reply) =>
        reply.code === 213 ? { ...reply, lines: ['Size:', ...reply.lines] } : reply,
    },
  },
  {
    id: 'size-rounded',
    title: 'SIZE rounds to whole kilobytes',
    breaks: ['RFC3659-4-SIZE-3', 'RFC3659-4-SIZE-2'],
    replies: {
      SIZE: reword(213, (size) => String(Math.ceil(Number(size) / 1024) * 1024)),
    },
  },
  {
    id: 'size-stored-in-ascii',
    title: 'SIZE answers the stored size in TYPE A',
    breaks: ['RFC3659-4-SIZE-2', 'RFC3659-4-SIZE-3'],
    verbs: {
      SIZE: async ({ session }, honest) => {
        const { representation } = session;
        session.representation = { type: 'I' };
        await honest();
        session.representation = representation;
      },
    },
  },
  {
    id: 'size-of-missing-file',
    title: 'SIZE of what is not there is 0',
    breaks: ['RFC3659-4.2-SIZE-4'],
    verbs: { SIZE: replyWhen(({ session, path }) => !session.store.find(path), 213, '0') },
  },
  {
    id: 'size-remembers',
    title: 'SIZE answers what it answered the first time for a name',
    breaks: ['RFC3659-4-SIZE-8', 'RFC3659-4-SIZE-2'],
    replies: {
      SIZE: (reply, { path, session }) => {
        if (reply.code !== 213) return reply;
        const known = sizes.get(session.store) ?? new Map<string, string>();
        sizes.set(session.store, known);
        const text = known.get(path) ?? reply.lines[0] ?? '';
        known.set(path, text);
        return { ...reply, lines: [text] };
      },
    },
  },
  {
    id: 'wildcards-in-size',
    title: 'SIZE, MDTM and MLST match wildcards',
    breaks: ['RFC3659-2.2.2-GLOB-1'],
    verbs: forVerbs(
      ['SIZE', 'MDTM', 'MLST'],
      before(({ store }, exchange) => {
        if (!/[*?]/.test(exchange.argument) || store.find(exchange.path)) return;
        const directory = exchange.path.replace(/\/[^/]*$/, '');
        const node = store.find(directory);
        if (node?.kind !== 'dir') return;
        const [name] = [...node.children].find(([, child]) => child.kind === 'file') ?? [];
        if (name !== undefined) exchange.argument = `${directory}/${name}`;
      }),
    ),
  },
  {
    id: 'mdtm-of-missing-file',
    title: 'MDTM of what is not there is answered 213',
    breaks: ['RFC3659-3.2-MDTM-2'],
    verbs: {
      MDTM: replyWhen(({ session, path }) => !session.store.find(path), 213, '20240101000000'),
    },
  },
  {
    id: 'mdtm-local-time',
    title: 'Times are those of a zone five hours east',
    breaks: ['RFC3659-2.3-TIME-2'],
    replies: { MDTM: reword(213, (time) => moveTime(time, 5)) },
  },
  {
    id: 'mdtm-sets-time',
    title: 'MDTM takes a time before the name and sets it',
    breaks: ['RFC3659-3.4-MDTM-7'],
    verbs: {
      MDTM: async (exchange, honest) => {
        const match = /^(\d{14}) (.+)$/.exec(exchange.argument);
        if (match?.[2] === undefined) return honest();
        exchange.argument = match[2];
        const node = exchange.session.store.find(exchange.path);
        if (node) node.modified = Date.UTC(2000, 0, 1);
        return honest();
      },
    },
  },
  {
    id: 'mdtm-never-changes',
    title: 'The time of a file stays that of its making',
    breaks: ['RFC3659-3.1-MDTM-5', 'RFC3659-7.5.3-MODIFY-1'],
    verbs: forVerbs(['STOR', 'APPE'], async ({ session, path }, honest) => {
      const before = session.store.find(path)?.modified;
      await honest();
      const node = session.store.find(path);
      if (node && before !== undefined) node.modified = before;
    }),
  },
  {
    id: 'mfmt-sets-nothing',
    title: 'MFMT says 213 and sets nothing',
    breaks: ['PRACTICE-MFMT-1'],
    verbs: {
      MFMT: async ({ session, argument: text }, honest) => {
        const node = session.store.find(
          resolvePath(session.workingDirectory, text.replace(/^\S+ /, '')),
        );
        const before = node?.modified;
        await honest();
        if (node && before !== undefined) node.modified = before;
      },
    },
  },
  {
    id: 'mdtm-of-directory-empty',
    title: 'MDTM of a directory is answered 213 without a time',
    breaks: ['RFC3659-3.1-MDTM-4'],
    verbs: {
      MDTM: replyWhen(({ session, path }) => session.store.find(path)?.kind === 'dir', 213, '-'),
    },
  },
  {
    id: 'mfct-sets-nothing',
    title: 'MFCT says 213 and sets nothing',
    breaks: ['PRACTICE-MFCT-1'],
    verbs: {
      MFCT: (exchange) => {
        const [time = '', name = ''] = exchange.argument.split(' ');
        exchange.reply(213, `Create=${time}; ${name}`);
      },
    },
  },
];

/** What SIZE has answered. */
const sizes = new WeakMap<object, Map<string, string>>();
