import type { Fault } from './fault.ts';
import { after, before } from '../behaviours/builders.ts';

/** Faults of the control connection while data flows. */
export const duringTransferFaults: readonly Fault[] = [
  {
    id: 'abor-closes-control',
    title: 'ABOR closes the control connection',
    breaks: ['RFC959-4.1.3-ABOR-3', 'RFC959-4.1.3-ABOR-2'],
    verbs: { ABOR: after(({ control }) => control.end()) },
  },
  {
    id: 'stat-stops-transfer',
    title: 'STAT during a transfer stops it',
    breaks: ['RFC959-4.1.3-CTRL-2', 'RFC1123-4.1.3.3-CONC-1'],
    verbs: { STAT: before((session) => session.transfer?.abort()) },
  },
  {
    id: 'noop-stops-transfer',
    title: 'NOOP during a transfer stops it',
    breaks: ['RFC959-4.1.3-CTRL-3', 'RFC959-4.1.3-NOOP-2'],
    verbs: { NOOP: before((session) => session.transfer?.abort()) },
  },
  {
    id: 'control-closed-in-transfer',
    title: 'NOOP during a transfer closes the control connection',
    breaks: ['RFC959-2.3-CTRL-1', 'RFC959-4.1.3-CTRL-3', 'RFC959-4.2-FMT-3'],
    verbs: {
      NOOP: before(({ transfer, control }) => {
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
];
