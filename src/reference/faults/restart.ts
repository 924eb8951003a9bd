import type { Fault } from './hooks.ts';
import { answerWhen, argument, each, first, precede, recode } from './making.ts';

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** Faults of REST. */
export const restart: readonly Fault[] = [
  {
    id: 'rest-outlives-transfer',
    title: 'The marker of REST counts for all transfers',
    breaks: ['RFC3659-5.3-REST-6'],
    quirks: ['keepsRestart'],
  },
  {
    id: 'rest-forgotten',
    title: 'Any command between REST and the transfer drops the marker, PASV too',
    breaks: ['RFC3659-5.3-REST-9'],
    quirks: ['forgetsRestart'],
  },
  {
    id: 'rest-ignored-by-retr',
    title: 'RETR begins at the first octet whatever REST said',
    breaks: ['RFC3659-5.3-REST-2', 'RFC959-4.1.3-REST-2'],
    verbs: {
      RETR: first((session) => {
        session.restart = 0;
      }),
    },
  },
  {
    id: 'rest-ignored-by-stor',
    title: 'STOR begins at the first octet whatever REST said',
    breaks: ['RFC3659-5.3-REST-4', 'RFC3659-4.1-SIZE-7'],
    verbs: {
      STOR: first((session) => {
        session.restart = 0;
      }),
    },
  },
  {
    id: 'rest-ignored-by-appe',
    title: 'APPE adds to the end whatever REST said',
    breaks: ['RFC3659-5.3-REST-5'],
    verbs: {
      APPE: first((session) => {
        session.restart = 0;
      }),
    },
  },
  {
    id: 'rest-one-octet-off',
    title: 'A restart begins one octet late',
    breaks: ['RFC3659-5.3-REST-2', 'RFC959-4.1.3-REST-2', 'RFC3659-5.1-REST-10'],
    verbs: {
      RETR: first((session) => {
        if (session.restart > 0) session.restart += 1;
      }),
    },
  },
  {
    id: 'rest-0-ignored',
    title: 'REST 0 does not take a marker back',
    breaks: ['RFC3659-5.3-REST-3'],
    verbs: { REST: answerWhen((exchange) => exchange.argument === '0', 350) },
  },
  {
    id: 'size-less-marker',
    title: 'SIZE behind REST says what is left of the file',
    breaks: ['RFC3659-4.1-SIZE-7'],
    replies: {
      SIZE: (reply, { session }) =>
        reply.code === 213
          ? { ...reply, lines: [String(Number(reply.lines[0]) - session.restart)] }
          : reply,
    },
  },
  {
    id: 'rest-wraps-at-32-bits',
    title: 'The marker of REST wraps at 32 bits',
    breaks: ['RFC3659-5.3-REST-12', 'RFC959-3.4.1-LARGE-1'],
    verbs: {
      REST: argument((text) => (isNumber(text) ? String(Number(text) % 0x1_0000_0000) : text)),
    },
  },
  {
    id: 'rest-beyond-32-bits-refused',
    title: 'REST refuses more than 32 bits',
    breaks: ['RFC3659-5.3-REST-12'],
    verbs: { REST: answerWhen((exchange) => Number(exchange.argument) > 0xffff_ffff, 501) },
  },
  {
    id: 'rest-takes-words',
    title: 'REST takes what is no number',
    breaks: ['RFC3659-5.3-REST-7'],
    verbs: { REST: argument((text) => (isNumber(text) ? text : '0')) },
  },
  {
    id: 'rest-refuses-range',
    title: 'REST itself refuses a marker behind the end',
    breaks: ['RFC3659-5.3-REST-8'],
    verbs: { REST: answerWhen((exchange) => Number(exchange.argument) > 1_000_000, 554) },
  },
  {
    id: 'rest-beyond-end-sends-nothing',
    title: 'A marker behind the end gives an empty file and 226',
    breaks: ['RFC3659-5.3-REST-8', 'RFC1123-4.1.3.4-REST-1'],
    quirks: ['restartsBeyondEnd'],
  },
  {
    id: 'rest-beyond-end-sends-all',
    title: 'A marker behind the end gives the whole file',
    breaks: ['RFC3659-5.3-REST-8', 'RFC1123-4.1.3.4-REST-1'],
    verbs: {
      RETR: first((session, exchange) => {
        const node = session.store.find(exchange.path);
        if (node?.kind === 'file' && session.restart > node.content.size) session.restart = 0;
      }),
    },
  },
  {
    id: 'marker-in-stream',
    title: 'A restart marker is announced in MODE S',
    breaks: ['RFC959-3.5-MARK-1'],
    replies: { RETR: precede(226, 110) },
  },
  {
    id: 'rest-250',
    title: 'REST is answered 250',
    breaks: ['RFC3659-5.3-REST-1', 'RFC959-4.1.3-REST-2'],
    replies: { REST: recode(350, 250) },
  },
  {
    id: 'rest-in-ascii-counts-stored',
    title: 'In TYPE A a marker counts stored octets',
    breaks: ['RFC3659-5.1-REST-10'],
    verbs: each(['RETR'], async ({ session }, honest) => {
      const { representation, restart: marker } = session;
      if (marker > 0) session.representation = { type: 'I' };
      await honest();
      session.representation = representation;
    }),
  },
  {
    id: 'rest-reads-leading-digits',
    title: 'REST takes the digits that a word begins with',
    breaks: ['RFC3659-5.3-REST-7'],
    verbs: { REST: argument((text) => /^\d+/.exec(text)?.[0] ?? text) },
  },
  {
    id: 'ascii-appe-without-completion',
    title: 'APPE in TYPE A draws no completion',
    breaks: ['RFC1123-4.1.3.4-REST-2', 'RFC959-4.2-1YZ-2'],
    replies: {
      APPE: (reply, { session }) =>
        reply.code === 226 && session.representation.type === 'A' ? [] : reply,
    },
  },
  {
    id: 'stou-behind-rest-hangs',
    title: 'STOU behind REST is not answered',
    breaks: ['RFC3659-5.3-REST-13'],
    verbs: { STOU: (exchange, honest) => (exchange.session.restart > 0 ? undefined : honest()) },
  },
];
