import type { Fault } from './hooks.ts';
import { also, drop, each, first, follow, recode, TRANSFERS } from './making.ts';

/** Faults of the control connection while data flows. */
export const during: readonly Fault[] = [
  {
    id: 'quit-cuts-transfer',
    title: 'QUIT cuts a running transfer',
    breaks: ['RFC959-4.1.1-QUIT-2'],
    quirks: ['quitCutsTransfer'],
  },
  {
    id: 'commands-lost-in-transfer',
    title: 'Commands that come during a transfer are lost',
    breaks: [
      'RFC959-4.1.3-CTRL-2',
      'RFC1123-4.1.3.3-CONC-1',
      'RFC959-4.2-QUEUE-1',
      'RFC959-4.1.3-CTRL-3',
    ],
    quirks: ['losesCommandsInTransfer'],
  },
  {
    id: 'abor-waits-for-end',
    title: 'ABOR waits until the transfer has ended',
    breaks: ['RFC959-4.1.3-ABOR-3', 'RFC959-4.1.3-ABOR-6', 'RFC4217-14-URG-1'],
    quirks: ['deafInTransfer'],
  },
  {
    id: 'aborted-transfer-without-reply',
    title: 'A transfer that ABOR stopped draws no reply',
    breaks: ['RFC959-4.1.3-ABOR-4', 'RFC959-4.1.3-ABOR-3'],
    replies: { '*': drop(426) },
  },
  {
    id: 'abor-without-reply',
    title: 'ABOR draws no reply when it stops something',
    breaks: ['RFC959-4.1.3-ABOR-4'],
    replies: { ABOR: drop(226) },
  },
  {
    id: 'abor-answered-twice',
    title: 'ABOR is answered 226 and 450',
    breaks: ['RFC959-4.1.3-ABOR-4', 'RFC959-4.2-FMT-4'],
    replies: { ABOR: follow(226, 450) },
  },
  {
    id: 'abor-closes-control',
    title: 'ABOR closes the control connection',
    breaks: ['RFC959-4.1.3-ABOR-3', 'RFC959-4.1.3-ABOR-2'],
    verbs: { ABOR: also(({ control }) => control.end()) },
  },
  {
    id: 'abor-keeps-listener',
    title: 'ABOR leaves listener and idle data connection open',
    breaks: ['RFC959-4.1.3-ABOR-5', 'RFC2428-3-EPSV-10'],
    verbs: { ABOR: (exchange) => exchange.reply(225, 'Nothing to abort.') },
  },
  {
    id: 'aborted-as-complete',
    title: 'A transfer that broke off is reported complete',
    breaks: ['RFC959-5.4-XFER-6', 'RFC959-5.4-XFER-7'],
    replies: { '*': recode(426, 226) },
  },
  {
    id: 'stat-stops-transfer',
    title: 'STAT during a transfer stops it',
    breaks: ['RFC959-4.1.3-CTRL-2', 'RFC1123-4.1.3.3-CONC-1'],
    verbs: { STAT: first((session) => session.transfer?.abort()) },
  },
  {
    id: 'noop-stops-transfer',
    title: 'NOOP during a transfer stops it',
    breaks: ['RFC959-4.1.3-CTRL-3', 'RFC959-4.1.3-NOOP-2'],
    verbs: { NOOP: first((session) => session.transfer?.abort()) },
  },
  {
    id: 'control-closed-in-transfer',
    title: 'NOOP during a transfer closes the control connection',
    breaks: ['RFC959-2.3-CTRL-1', 'RFC959-4.1.3-CTRL-3'],
    verbs: {
      NOOP: first(({ transfer, control }) => {
        if (transfer) control.destroy();
      }),
    },
  },
  {
    id: 'idle-in-transfer',
    title: 'A transfer of more than two seconds counts as idle',
    breaks: ['RFC1123-4.1.3.2-IDLE-2'],
    verbs: {
      RETR: (exchange, honest) => {
        const { session } = exchange;
        void session.pause(2000).then(() => {
          if (session.transfer) exchange.leave(421, 'Idle for too long.');
        });
        return honest();
      },
    },
  },
  {
    id: 'quit-cuts-transfer-silently',
    title: 'QUIT cuts a running transfer, and the transfer draws no reply',
    breaks: ['RFC959-4.1.1-QUIT-2'],
    quirks: ['quitCutsTransfer'],
    replies: each(TRANSFERS, drop(426)),
  },
  {
    id: 'rein-cuts-transfer',
    title: 'REIN cuts a running transfer',
    breaks: ['RFC959-4.1.1-REIN-4'],
    quirks: ['reinCutsTransfer'],
  },
  {
    id: 'transfer-outlives-control',
    title: 'A transfer whose control connection is lost goes on and never closes',
    breaks: ['RFC959-4.1.1-QUIT-3'],
    quirks: ['outlivesControl', 'keepsDataOpen'],
  },
];
