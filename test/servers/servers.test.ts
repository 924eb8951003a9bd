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
    it(`gives the ledger of ${server}, plain and TLS, over IPv4 and IPv6`, async () => {
      const found = differences(readLedger(server), await runs.get(server)!);
      if (found.length > 0)
        expect.fail(
          `test/servers/ledger/${server}.yaml and the run differ; the transcripts are in ` +
            `reports/servers:\n  ${found.join('\n  ')}`,
        );
    });
});
