import type { Fault } from './hooks.ts';
import { answer, answerWhen, argument, listing, reword } from './making.ts';

/** Faults of the finer points of SIZE, MDTM, MLSx and of the commands that set facts. */
export const finePoints: readonly Fault[] = [
  {
    id: 'mdtm-of-directory-empty',
    title: 'MDTM of a directory is answered 213 without a time',
    breaks: ['RFC3659-3.1-MDTM-4'],
    verbs: {
      MDTM: answerWhen(({ session, path }) => session.store.find(path)?.kind === 'dir', 213, '-'),
    },
  },
  {
    id: 'stat-joins-spaces',
    title: 'STAT takes several spaces in a name for one',
    breaks: ['RFC3659-8-STAT-1'],
    verbs: { STAT: argument((path) => path.replace(/ +/g, ' ')) },
  },
  {
    id: 'fact-charset-superfluous',
    title: 'Each entry says charset=UTF-8',
    breaks: ['RFC3659-7.5.9-CHARSET-1', 'RFC3659-7.8-FEAT-3'],
    replies: { MLST: reword(250, (line) => line.replace('type=', 'charset=UTF-8;type=')) },
  },
  {
    id: 'mlst-header-line',
    title: 'MLST has a line before its entry',
    breaks: ['RFC3659-7.2-MLST-2', 'RFC3659-7-MLST-1'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.flatMap((line, i) => (i === 1 ? ['Facts:', line] : [line])),
      }),
    },
  },
  {
    id: 'opts-mlst-none-is-all',
    title: 'OPTS MLST without facts says so and leaves the facts as they were',
    breaks: ['RFC3659-7.9-OPTS-3'],
    verbs: { OPTS: answerWhen(({ argument }) => /^mlst ?$/i.test(argument), 200, 'MLST OPTS') },
  },
  {
    id: 'opts-mlst-echoes-unknown',
    title: 'OPTS MLST claims facts that it does not know',
    breaks: ['RFC3659-7.9-OPTS-2', 'RFC3659-7.9.1-OPTS-4'],
    verbs: {
      OPTS: async (exchange, honest) => {
        if (!/frogs/i.test(exchange.argument)) return honest();
        exchange.reply(200, `MLST OPTS ${exchange.argument.slice(5)}`);
        return undefined;
      },
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
  {
    id: 'mff-takes-unknown-facts',
    title: 'MFF says 213 to facts that cannot be set',
    breaks: ['PRACTICE-MFF-1'],
    verbs: { MFF: answerWhen(({ argument }) => /frogs/i.test(argument), 213, 'Frogs=1; old') },
  },
  {
    id: 'feat-lists-types-refused',
    title: 'FEAT lists types that are refused',
    breaks: ['RFC5797-3-TYPE-1'],
    replies: {
      FEAT: (reply) => ({
        ...reply,
        lines: [...reply.lines.slice(0, -1), 'TYPE A;E;I;L 8', ...reply.lines.slice(-1)],
      }),
    },
  },
  {
    id: 'opts-before-login-closes',
    title: 'OPTS MLST before login closes the connection',
    breaks: ['RFC3659-7.9-OPTS-7', 'RFC2389-3-FEAT-14'],
    verbs: {
      OPTS: async ({ session }, honest) => {
        if (session.loggedIn) return honest();
        session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'clnt-226',
    title: 'CLNT is answered 226',
    breaks: ['PRACTICE-CLNT-1'],
    verbs: { CLNT: answer(226) },
  },
  {
    id: 'line-end-in-name-listed',
    title: 'A name with CR LF is accepted and stands in MLSD as it is',
    breaks: ['RFC3659-2.2-PATH-4', 'RFC3659-7.2-MLSD-2'],
    verbs: {
      RNTO: (exchange, honest) => {
        if (!exchange.argument.includes('\r\n')) return honest();
        torn.add(exchange.session);
        exchange.reply(250, 'Renamed.');
        return undefined;
      },
    },
    sends: {
      MLSD: (lines, { session }) =>
        torn.has(session) ? listing((all) => [...all, 'type=file; a\r\n', 'b\r\n'])(lines) : lines,
    },
  },
  {
    id: 'cr-ends-name',
    title: 'A CR in a name cuts it',
    breaks: ['RFC2640-3.1-CR-1'],
    verbs: { STOR: argument((path) => path.replace(/\r.*/, '')) },
  },
  {
    id: 'mfmt-joins-spaces',
    title: 'MFMT takes several spaces in a name for one',
    breaks: ['PRACTICE-MFMT-4'],
    verbs: { MFMT: argument((text) => text.replace(/ +/g, ' ')) },
  },
  {
    id: 'host-takes-u-labels',
    title: 'HOST says 250 to names beyond ASCII',
    breaks: ['RFC7151-3.1-HOST-11'],
    verbs: { HOST: answerWhen(({ argument: name }) => /[\x80-\xff]/.test(name), 250) },
  },
];

/** Sessions that have made a name of two lines. */
const torn = new WeakSet<object>();
