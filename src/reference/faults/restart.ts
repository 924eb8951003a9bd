import type { Fault } from './fault.ts';
import { before, forVerbs, replyWhen, withArgument } from '../behaviours/builders.ts';

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** Faults of REST. */
export const restartFaults: readonly Fault[] = [
  {
    id: 'rest-ignored-by-retr',
    title: 'RETR begins at the first octet whatever REST said',
    breaks: ['RFC3659-5.3-REST-2', 'RFC959-4.1.3-REST-2'],
    verbs: {
      RETR: before((session) => {
        session.restart = 0;
      }),
    },
  },
  {
    id: 'rest-ignored-by-stor',
    title: 'STOR begins at the first octet whatever REST said',
    breaks: ['RFC3659-5.3-REST-4', 'RFC3659-4.1-SIZE-7'],
    verbs: {
      STOR: before((session) => {
        session.restart = 0;
      }),
    },
  },
  {
    id: 'appe-behind-rest-one-octet-off',
    title: 'APPE behind REST writes one octet before the marker',
    breaks: ['RFC3659-5.3-REST-5'],
    verbs: {
      APPE: before((session) => {
        if (session.restart > 0) session.restart -= 1;
      }),
    },
  },
  {
    id: 'rest-one-octet-off',
    title: 'A restart begins one octet late',
    breaks: ['RFC3659-5.3-REST-2', 'RFC959-4.1.3-REST-2', 'RFC3659-5.1-REST-10'],
    verbs: {
      RETR: before((session) => {
        if (session.restart > 0) session.restart += 1;
      }),
    },
  },
  {
    id: 'size-less-marker',
    title: 'SIZE after REST says what is left of the file',
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
      REST: withArgument((text) => (isNumber(text) ? String(Number(text) % 0x1_0000_0000) : text)),
    },
  },
  {
    id: 'rest-beyond-32-bits-refused',
    title: 'REST refuses more than 32 bits',
    breaks: ['RFC3659-5.3-REST-12'],
    verbs: { REST: replyWhen((exchange) => Number(exchange.argument) > 0xffff_ffff, 501) },
  },
  {
    id: 'rest-takes-words',
    title: 'REST takes what is no number',
    breaks: ['RFC3659-5.3-REST-7'],
    verbs: { REST: withArgument((text) => (isNumber(text) ? text : '0')) },
  },
  {
    id: 'rest-refuses-range',
    title: 'REST itself refuses a marker beyond the end',
    breaks: ['RFC3659-5.3-REST-8'],
    verbs: { REST: replyWhen((exchange) => Number(exchange.argument) > 1_000_000, 554) },
  },
  {
    id: 'rest-beyond-end-sends-all',
    title: 'A marker beyond the end gives the whole file',
    breaks: ['RFC3659-5.3-REST-8', 'RFC1123-4.1.3.4-REST-1'],
    verbs: {
      RETR: before((session, exchange) => {
        const node = session.store.find(exchange.path);
        if (node?.kind === 'file' && session.restart > node.content.size) session.restart = 0;
      }),
    },
  },
  {
    id: 'rest-in-ascii-counts-stored',
    title: 'In TYPE A a marker counts stored octets',
    breaks: ['RFC3659-5.1-REST-10'],
    verbs: forVerbs(['RETR'], async ({ session }, honest) => {
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
    verbs: { REST: withArgument((text) => /^\d+/.exec(text)?.[0] ?? text) },
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
    title: 'STOU after REST is not answered',
    breaks: ['RFC3659-5.3-REST-13'],
    verbs: { STOU: (exchange, honest) => (exchange.session.restart > 0 ? undefined : honest()) },
  },
];
