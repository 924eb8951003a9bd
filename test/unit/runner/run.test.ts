import { expect } from 'chai';
import type { Reporter } from '../../../src/runner/events.ts';
import type { RunResult } from '../../../src/runner/results.ts';
import { run } from '../../../src/runner/run.ts';
import { embedded } from '../../support/embedded.ts';
import { letGo } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import {
  NEVER,
  NOOP,
  SILENT,
  crowd,
  optionsFor,
  outcomes,
  risky,
  rootNames,
  scripts,
} from './harness.ts';

describe('a run against the reference server', () => {
  const start = embedded({ passwordDelayMs: 0 });
  afterEach(letGo);

  it('plays only what is safe on a host that is not ours, and writes nothing', async () => {
    const { port } = await start();
    const result = await run(optionsFor(port, { own: false }), risky, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({
      safe: 'pass',
      writes: 'skip: it is writes, which this host does not get without --allow writes',
      intrusive: 'skip: it is intrusive, which this host does not get without --allow intrusive',
      reads: 'pass',
    });
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  it('plays what is allowed there', async () => {
    const { port } = await start();
    const options = optionsFor(port, { own: false, allow: ['writes'] });
    const result = await run(options, risky, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.include({ safe: 'pass', writes: 'pass', reads: 'pass' });
    expect(result.totals).to.include({
      skip: 1 + result.rules.filter(({ outcome }) => outcome === 'skip').length,
    });
  });

  it('plays everything on a host of ours, and leaves nothing behind', async () => {
    const { port } = await start();
    const deep = scripts({
      deep: {
        more: '  needs: [login, writable-dir]\n  files: { a: b, .hidden: c, "with space": d }\n',
        steps:
          '{ send: MKD d, expect: 257 }, { send: CWD d, expect: 250 }, { send: MKD e, expect: 257 }, { upload: STOR e/f, content: g }, { raw: "MKD a\\xff\\xffb\\r\\n", expect: 257 }',
      },
    });
    const before = await rootNames(port);
    const result = await run(optionsFor(port), [...risky, ...deep], catalogue, SILENT, NEVER);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
    expect(result.stopped).to.equal(undefined);
    expect(await rootNames(port)).to.equal(before);
  });

  it('removes what it made although the server is slow to let the last session go', async () => {
    const { port } = await start({ maxClients: 1 });
    const result = await run(optionsFor(port), risky, catalogue, SILENT, NEVER);
    // Where anything is left, this says so; a look of our own would be one session too many.
    expect(result.stopped).to.equal(undefined);
    expect(outcomes(result)).to.include({ reads: 'pass' });
  });

  it('shows no password, whatever the server says', async () => {
    const { port } = await start();
    const telling = scripts({
      tells: { more: '  needs: [login]\n', steps: '{ send: "CWD ${password}", expect: 250 }' },
      skips: {
        more: '  needs: [login]\n',
        steps: '{ send: "CWD ${password}", expect: { pass: 250, skip: 550 } }',
      },
      states: {
        more: '  needs: [login]\n',
        steps: '{ send: "CWD ${password}", expect: 550, save: said }, { info: "${said.all}" }',
      },
    });
    const result = await run(optionsFor(port), telling, catalogue, SILENT, NEVER);
    expect(result.scenarios.map(({ outcome }) => outcome)).to.deep.equal(['fail', 'skip', 'pass']);
    expect(JSON.stringify(result)).to.not.contain('correct horse');
  });

  it('ends in good order when it is interrupted, and leaves nothing behind', async () => {
    const { port } = await start();
    const stop = new AbortController();
    const long = scripts({
      writes: {
        more: '  needs: [login, writable-dir]\n',
        steps: '{ send: MKD a, expect: 257 }, { pause: 60s }',
      },
      later: { more: '  exclusive: true\n', steps: NOOP },
    });
    let ended: RunResult | undefined;
    const reporter: Reporter = {
      scenarioStart: () => void setTimeout(() => stop.abort(), 300),
      runEnd: (result) => (ended = result),
    };
    const result = await run(optionsFor(port), long, catalogue, reporter, stop.signal);
    expect(result.stopped).to.equal('interrupted');
    expect(ended).to.equal(result);
    expect(outcomes(result)).to.deep.equal({
      writes: 'error: expected to play to the end, got interrupted',
      later: 'skip: not played: interrupted',
    });
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  it('has no rule results where it was interrupted before anything played', async () => {
    const { port } = await start();
    const result = await run(optionsFor(port), crowd, catalogue, SILENT, AbortSignal.abort());
    expect(result).to.include({ stopped: 'interrupted' });
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(
      new Set(['skip: not played: interrupted']),
    );
    expect(result.rules).to.deep.equal([]);
    expect(result.totals).to.deep.equal({
      pass: 0,
      warn: 0,
      fail: 0,
      skip: crowd.length,
      error: 0,
      known: 0,
    });
  });

  it('judges the rules over all scenarios', async () => {
    const { port } = await start();
    const result = await run(optionsFor(port), crowd, catalogue, SILENT, NEVER);
    const rule = result.rules.find(({ id }) => id === 'rules/line-ends');
    expect(rule).to.include({ outcome: 'pass' });
    expect(rule?.exchanges).to.be.greaterThan(crowd.length * 4);
  });
});
