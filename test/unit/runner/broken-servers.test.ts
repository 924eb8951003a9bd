import { expect } from 'chai';
import {
  startReference,
  type ReferenceOptions,
  type ReferenceServer,
} from '../../../src/reference/index.ts';
import type { Reporter } from '../../../src/runner/events.ts';
import { run } from '../../../src/runner/run.ts';
import { letGo } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, optionsFor, outcomes, scripts } from './harness.ts';

describe('a run against a server that breaks', () => {
  let server: ReferenceServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
    await letGo();
  });

  async function start(options: ReferenceOptions = {}): Promise<number> {
    server = await startReference({ passwordDelayMs: 0, ...options });
    return server.port;
  }

  it('is complete when the server dies in the middle', async () => {
    const port = await start();
    const many = scripts(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n', steps: NOOP },
        ]),
      ),
    );
    let ends = 0;
    const reporter: Reporter = {
      scenarioEnd: () => {
        if (++ends === 5) void server?.close();
      },
    };
    const result = await run(optionsFor(port, { jobs: 1 }), many, catalogue, reporter, NEVER);
    expect(result.stopped).to.match(/^the target no longer serves: /);
    expect(result.scenarios.length).to.be.within(10, 29);
    expect(ends).to.equal(result.scenarios.length);
    expect(result.totals.error).to.be.at.least(5);
    expect(result.rules).to.not.be.empty;
  });

  it('goes on over scenarios whose own set-up is refused', async () => {
    const port = await start();
    const broken = scripts(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n  setup: [{ send: XFOO, expect: 200 }]\n', steps: NOOP },
        ]),
      ),
    );
    const result = await run(optionsFor(port, { jobs: 1 }), broken, catalogue, SILENT, NEVER);
    expect(result.stopped).to.equal(undefined);
    expect(result.totals.error).to.equal(8);
  });

  it('plays what comes before the login where the login deviates, and says that this is not all', async () => {
    const port = await start({ faults: ['login-verbs-unknown'] });
    const stages = scripts({
      before: { more: '  start: greeted\n', steps: NOOP },
      login: { more: '  needs: [login]\n  start: secured\n', steps: '{ login: main }' },
      behind: { more: '  needs: [login]\n', steps: NOOP },
    });
    const result = await run(optionsFor(port, { jobs: 1 }), stages, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/"USER ftpspec" draws "502/);
    const played = outcomes(result);
    expect(played['before']).to.equal('pass');
    expect(played['login']).to.match(/^fail: .*502/);
    expect(played['behind']).to.match(/^skip: nobody gets that far: "USER ftpspec" draws "502/);
  });

  it('plays what comes before the greeting is read where the greeting deviates', async () => {
    const port = await start({ faults: ['greeting-of-login'] });
    const stages = scripts({
      connected: { more: '  start: connected\n', steps: '{ expect: 230 }' },
      greeted: { more: '  start: greeted\n', steps: NOOP },
      behind: { more: '  needs: [login]\n', steps: NOOP },
    });
    const result = await run(optionsFor(port, { jobs: 1 }), stages, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the greeting is "230/);
    const played = outcomes(result);
    expect(played['connected']).to.equal('pass');
    expect(played['greeted']).to.match(/^skip: nobody gets that far/);
    expect(played['behind']).to.match(/^skip: nobody gets that far/);
  });

  it('judges what it heard itself before the first scenario', async () => {
    const port = await start({ faults: ['mkd-200'] });
    const upload = scripts({ any: { more: '  needs: [login, writable-dir]\n', steps: NOOP } });
    const { rules } = await run(optionsFor(port, { jobs: 1 }), upload, catalogue, SILENT, NEVER);
    const codes = rules.find(({ id }) => id === 'rules/codes-for-command');
    expect(codes?.problems.map(({ scenario }) => scenario)).to.include('preflight');
  });
});
