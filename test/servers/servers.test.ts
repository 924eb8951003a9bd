import { expect } from 'chai';
import { missingEngine } from '../support/engine.ts';
import { requirePart } from '../support/require.ts';
import { type Lab, openLab, SERVER_NAMES, type ServerName } from './lab.ts';
import { differences, type Observations, readLedger } from './ledger.ts';
import { playSuite } from './play.ts';

describe('the default suite against real servers', function () {
  this.timeout('15m');
  let lab: Lab | undefined;
  const runs = new Map<ServerName, Promise<Observations>>();

  before(async function () {
    requirePart.call(this, 'Docker', await missingEngine());
    lab = await openLab();
    for (const server of SERVER_NAMES) {
      const run = playSuite(lab, server);
      // Its own test tells of a failure, when its turn comes.
      run.catch(() => undefined);
      runs.set(server, run);
    }
  });
  after(async () => {
    await Promise.allSettled(runs.values());
    await lab?.close();
  });

  for (const server of SERVER_NAMES)
    it(`gives the ledger of ${server}, plain and TLS, over IPv4 and IPv6`, async function () {
      const ledger = readLedger(server);
      const found = differences(ledger, await runs.get(server)!);
      // Twelve runs share the machine with other tests: only what comes back is the server's, or the suite's.
      const lasting =
        found.length === 0 ? [] : both(found, differences(ledger, await playSuite(lab!, server)));
      if (found.length > 0) this.test!.title += ` [differed at the first try: ${found.join('; ')}]`;
      if (lasting.length > 0)
        expect.fail(
          `test/servers/ledger/${server}.yaml and two runs differ; the transcripts of the second are in ` +
            `reports/servers:\n  ${lasting.join('\n  ')}`,
        );
    });
});

/** The lines of the second list about ids that the first has a line about as well. */
function both(first: readonly string[], second: readonly string[]): string[] {
  const idOf = (line: string): string => line.split(/[ :]/, 1)[0] ?? '';
  const ids = new Set(first.map(idOf));
  return second.filter((line) => ids.has(idOf(line)));
}
