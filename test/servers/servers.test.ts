import { expect } from 'chai';
import { requirePart } from '../support/require.ts';
import { missingFor } from './build.ts';
import { type Lab, openLab } from './containers.ts';
import { type Declared, declaredServers } from './declaration.ts';
import { type Judged, judgeServer, type PlayOptions } from './play.ts';

const servers = declaredServers();

/** Played whole in all their places. */
const WHOLE = ['proftpd', 'pure-ftpd', 'vsftpd'];

/** Played in one place, so that one of each kind tells whether all still start; `npm run servers` plays all whole. */
const SAMPLE = ['aioftp', 'apache-ftpserver'];

const played = servers.filter(({ name }) => [...WHOLE, ...SAMPLE].includes(name));
const images = played.filter(({ build }) => build === 'image');

describe('the default suite against real servers', function () {
  this.timeout('15m');
  let lab: Lab | undefined;
  const plays = new Map<string, Promise<Judged>>();

  before(async () => {
    const begin = (server: Declared, options: PlayOptions) => {
      const play = judgeServer(server, options);
      // Its own test tells of a failure, when its turn comes.
      play.catch(() => undefined);
      plays.set(server.name, play);
    };
    const [image] = images;
    if (image && (await missingFor(image)) === undefined) lab = await openLab(images);
    for (const server of played)
      if ((await missingFor(server)) === undefined)
        begin(server, {
          ...(lab ? { lab } : {}),
          ...(SAMPLE.includes(server.name)
            ? { places: server.places.slice(0, 1), more: ['--quick'] }
            : {}),
        });
  });
  after(async () => {
    await Promise.allSettled(plays.values());
    await lab?.close();
  });

  for (const server of played)
    it(`are as the ledger of ${server.name} says`, async function () {
      requirePart.call(this, server.title, await missingFor(server));
      const { differed, lasting } = await plays.get(server.name)!;
      if (differed.size > 0)
        this.test!.title += ` [differed at the first try: ${[...differed.values()].join('; ')}]`;
      if (lasting.size > 0)
        expect.fail(
          `test/servers/${server.name}/ledger.yaml and two runs differ; the transcripts of the second are in ` +
            `reports/servers:\n  ${[...lasting.values()].join('\n  ')}`,
        );
    });
});
