import { expect } from 'chai';
import type { Reporter } from '../../../src/runner/events.ts';
import { run } from '../../../src/runner/run.ts';
import { embedded } from '../../support/embedded.ts';
import { letGo, listen } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, crowd, optionsFor, outcomes, scripts } from './harness.ts';

describe('the sessions of a run', () => {
  const start = embedded({ passwordDelayMs: 0 });
  afterEach(letGo);

  it('has those that listen take turns where few ports are open for them', async () => {
    const { port } = await start();
    const listens = {
      more: '  needs: [login, port-bind]\n',
      steps: '{ repeat: 3, steps: [{ download: LIST, via: active }] }',
    };
    const many = scripts(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, listens])));
    const free = await listen(() => undefined);
    await free.close();
    const options = optionsFor(port, { jobs: 4, activePorts: [free.port, free.port] });
    const found = outcomes(await run(options, many, catalogue, SILENT, NEVER));
    expect(new Set(Object.values(found))).to.deep.equal(new Set(['pass']));
  });

  const two = scripts({
    two: {
      more: '  needs: [login, second-connection]\n',
      steps: '{ connect: other }, { send: NOOP, on: other, expect: 200 }',
    },
  });

  for (const [maxClients, jobs, outcome] of [
    [1, 1, /^skip: needs second-connection: the server takes one connection at a time$/],
    [2, 1, /^pass$/],
    [9, 4, /^pass$/],
  ] as const)
    it(`plays ${jobs} at a time where the server takes ${maxClients}`, async () => {
      const { port } = await start({ maxClients });
      const result = await run(optionsFor(port), [...crowd, ...two], catalogue, SILENT, NEVER);
      expect(result.jobs).to.equal(jobs);
      const { two: needsTwo, ...others } = outcomes(result);
      expect(needsTwo).to.match(outcome);
      expect(new Set(Object.values(others))).to.deep.equal(new Set(['pass']));
    });

  it('plays one at a time where the server takes one connection, however many jobs are wanted', async () => {
    const { port } = await start({ maxClients: 1 });
    const result = await run(optionsFor(port, { jobs: 4 }), crowd, catalogue, SILENT, NEVER);
    expect(result.jobs).to.equal(1);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
  });

  it('plays those that want the server for themselves alone, and reports all in order', async () => {
    const { port } = await start();
    const mixed = scripts({
      first: { more: '  exclusive: true\n', steps: NOOP },
      second: { steps: NOOP },
      third: { steps: '{ silence: 1ms }' },
    });
    let playing = 0;
    const together: string[] = [];
    const reporter: Reporter = {
      scenarioStart: ({ id }) => {
        playing++;
        if (playing > 1) together.push(id);
        if (id === 't/first') expect(playing).to.equal(1);
      },
      scenarioEnd: () => playing--,
    };
    const result = await run(optionsFor(port, { jobs: 3 }), mixed, catalogue, reporter, NEVER);
    expect(result.scenarios.map(({ title }) => title)).to.deep.equal(['first', 'second', 'third']);
    expect(together).to.have.length(1);
    expect(result.scenarios[0]?.rerun).to.equal('ftpspec run test --id t/first --seed s');
  });
});
