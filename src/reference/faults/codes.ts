import type { Fault } from './fault.ts';
import { after, replyWhen } from '../behaviours/builders.ts';

/** Right deeds under wrong codes or texts, and verbs that are missing. */
export const codesFaults: readonly Fault[] = [
  {
    id: 'help-needs-login',
    title: 'HELP is refused before login',
    breaks: ['RFC959-4.1.3-HELP-1'],
    verbs: { HELP: replyWhen(({ session }) => !session.loggedIn, 530) },
  },
  {
    id: 'quit-without-reply',
    title: 'QUIT closes without a reply',
    breaks: ['RFC959-5.4-QUIT-1', 'PRACTICE-TLS-8'],
    verbs: { QUIT: ({ session }) => session.control.destroy() },
  },
  {
    id: 'refusal-hangs-up',
    title: 'The server hangs up behind a DELE that it refuses',
    breaks: ['RFC959-2.3-CTRL-1'],
    verbs: {
      DELE: async ({ session, path }, honest) => {
        const refused = session.store.find(path)?.kind !== 'file';
        await honest();
        if (refused) session.control.end();
      },
    },
  },
  {
    id: 'noop-ends-session',
    title: 'NOOP puts type, directory and listener back',
    breaks: ['RFC959-4.1.3-NOOP-2'],
    verbs: {
      NOOP: after((session) => {
        session.closeDataPort();
        session.workingDirectory = '/';
        session.representation = { type: 'A' };
      }),
    },
  },
];
