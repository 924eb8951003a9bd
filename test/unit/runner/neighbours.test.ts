import { expect } from 'chai';
import { run } from '../../../src/runner/run.ts';
import type { Outcome } from '../../../src/runner/results.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { scriptedFtp, type Script, type ScriptedFtp } from '../../support/scripted-ftp.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, optionsFor, SILENT } from './harness.ts';

const shipped = loadScenarios(['suites'], catalogue);

/** Servers that do one thing wrong, and what scenarios about other things say of them. */
const SERVERS: readonly {
  readonly title: string;
  readonly replies: Script['replies'];
  readonly verdicts: Readonly<Record<string, Outcome>>;
}[] = [
  {
    title: 'a full stop behind the size breaks its form, and no size',
    replies: { SIZE: '213 40000.\r\n' },
    verdicts: { 'facts/size-form': 'fail', 'facts/size-is-what-retr-sends': 'pass' },
  },
  {
    title: 'an OPTS that says 200 to anything makes no MLSD',
    replies: { OPTS: '200 ok\r\n', MLSD: '502 no\r\n', MLST: '502 no\r\n' },
    verdicts: {
      'facts/no-cdir-without-type': 'skip',
      'facts/opts-selects': 'skip',
      'facts/opts-lasts': 'skip',
    },
  },
  {
    title: 'an empty line breaks the form of MLST, and is no second object',
    replies: {
      FEAT: '211-F\r\n MLST type*;\r\n211 E\r\n',
      MLST: (socket, line) =>
        void socket.write(
          `250-\r\n ${line === 'MLST' ? 'type=dir; /' : 'type=file; large.bin'}\r\n\r\n250 E\r\n`,
        ),
    },
    verdicts: {
      'facts/mlst-form': 'fail',
      'facts/mlst-one-object': 'pass',
      'facts/mlst-without-argument': 'pass',
    },
  },
  {
    title: 'STRU that is unknown is unknown in any case',
    replies: { STRU: '502 no\r\n', MODE: '200 ok\r\n' },
    verdicts: { 'parameters/structure-file': 'fail', 'parameters/values-in-any-case': 'pass' },
  },
  {
    title: 'who wants a login before anything else offers no HOST',
    replies: { HOST: '530 log in\r\n' },
    verdicts: {
      'host/no-port': 'skip',
      'host/foreign-address': 'skip',
      'host/length-limits': 'skip',
      'host/u-labels': 'skip',
    },
  },
];

describe('one thing that is wrong', () => {
  let server: ScriptedFtp | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const { title, replies, verdicts } of SERVERS)
    it(title, async () => {
      server = await scriptedFtp({ replies: { PWD: '257 "/"\r\n', ...replies } });
      const played = shipped.filter(({ id }) => id in verdicts);
      const result = await run(
        optionsFor(server.port, { own: false }),
        played,
        catalogue,
        SILENT,
        NEVER,
      );
      expect(
        Object.fromEntries(result.scenarios.map(({ id, outcome }) => [id, outcome])),
      ).to.deep.equal(verdicts);
    });
});
