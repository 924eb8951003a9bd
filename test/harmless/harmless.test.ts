import { expect } from 'chai';
import { join } from 'node:path';
import { diagnose } from '../../src/diagnose/index.ts';
import { run } from '../../src/runner/run.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { parseTarget } from '../../src/targets/url.ts';
import { letGo } from '../support/loopback.ts';
import { catalogue } from '../support/scripts.ts';
import { yesServer } from '../support/yes-server.ts';
import { NEVER, optionsFor, SILENT } from '../unit/runner/harness.ts';

/** Names that ftpspec makes up, places that every server has, and what this one has told. */
const MADE_UP = /[0-9a-f]{12}|^(\/|~|\.|\.\.|-a|-l|\/?welcome\.txt|\/?large\.bin)$/;

describe('a server that lets everybody do everything', () => {
  afterEach(letGo);

  const scenarios = loadScenarios([join(import.meta.dirname, '../../suites')], catalogue);
  const safe = scenarios.filter(({ risk }) => risk === 'safe');

  it('is not changed by what is safe', async function () {
    this.timeout(600_000);
    const server = await yesServer();
    const options = optionsFor(server.port, { own: false, timeoutMs: 500, jobs: 24 });
    // All are selected, as a user would; those that are not safe are left out by the host that is not ours.
    const result = await run(options, scenarios, catalogue, SILENT, NEVER);
    const played = result.scenarios.filter(({ outcome }) => outcome !== 'skip');
    expect(played.length).to.be.greaterThan(safe.length / 2);
    expect(server.lines.length).to.be.greaterThan(played.length);
    expect(server.changes).to.deep.equal([]);
    expect(server.named.filter((name) => !MADE_UP.test(name))).to.deep.equal([]);
    expect(played.filter(({ risk }) => risk !== 'safe')).to.deep.equal([]);
  });

  it('is not changed by a diagnosis', async function () {
    this.timeout(600_000);
    const server = await yesServer();
    const target = parseTarget(`ftp://user:pa55word@127.0.0.1:${server.port}`);
    const diagnosis = await diagnose(target, {
      active: true,
      family: undefined,
      activeAddress: undefined,
      activePorts: [0],
      passivePorts: undefined,
      deep: false,
      upload: false,
      insecure: false,
      allowPlain: true,
      file: undefined,
      peer: undefined,
      timeoutMs: 500,
      ca: undefined,
      signal: NEVER,
      onSeen: () => undefined,
    });
    expect(diagnosis.judged).to.equal(true);
    expect(server.changes).to.deep.equal([]);
    expect(server.named.filter((name) => !MADE_UP.test(name))).to.deep.equal([]);
  });
});
