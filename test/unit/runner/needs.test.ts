import { expect } from 'chai';
import {
  startReference,
  type ReferenceOptions,
  type ReferenceServer,
} from '../../../src/reference/index.ts';
import { run } from '../../../src/runner/run.ts';
import { letGo } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, optionsFor, outcomes, risky, rootNames, scripts } from './harness.ts';

describe('what a run needs', () => {
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

  it('says why a need is not met', async () => {
    const port = await start({ tls: 'off', anonymous: false });
    const needy = scripts({
      tls: { more: '  needs: [tls]\n', steps: NOOP },
      anonymous: { more: '  needs: [anonymous]\n', steps: NOOP },
      second: { more: '  needs: [second-account]\n', steps: NOOP },
      v6: { more: '  needs: [ipv6]\n', steps: NOOP },
    });
    const found = outcomes(await run(optionsFor(port), needy, catalogue, SILENT, NEVER));
    expect(found['tls']).to.match(/^skip: needs tls: "AUTH TLS" draws "50/);
    expect(found['anonymous']).to.match(/^skip: needs anonymous: ".*" draws "530/);
    expect(found['second']).to.equal(
      'skip: needs second-account: no second account is given (--second-user)',
    );
    expect(found['v6']).to.equal('skip: needs ipv6: the target has no IPv6 address');
  });

  it('finds out that nothing can be written for somebody who may only read', async () => {
    const port = await start({
      accounts: [{ user: 'ftpspec', password: 'correct horse', readOnly: true }],
    });
    const found = outcomes(await run(optionsFor(port), risky, catalogue, SILENT, NEVER));
    expect(found).to.include({ safe: 'pass', reads: 'pass' });
    expect(found['writes']).to.match(
      /^skip: needs writable-dir: "MKD \/ftpspec-[0-9a-f]{12}" draws "5/,
    );
  });

  it('moves data by PASV where EPSV is not known', async () => {
    const port = await start({ faults: ['epsv-on-ipv6-only'] });
    const moving = scripts({
      moves: { more: '  needs: [login]\n', steps: '{ download: RETR /welcome.txt }' },
    });
    const result = await run(optionsFor(port), moving, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ moves: 'pass' });
    expect(result.scenarios[0]?.transcript.join('\n')).to.contain('> PASV').and.not.contain('EPSV');
  });

  it('writes where a large file is not taken, and finds one or says why there is none', async () => {
    const port = await start({ capacityBytes: 4 * 1024 * 1024 });
    const both = scripts({
      writes: { more: '  needs: [login, writable-dir]\n', steps: '{ send: MKD a, expect: 257 }' },
      reads: { more: '  needs: [login, large-file]\n', steps: NOOP },
    });
    const found = outcomes(await run(optionsFor(port), both, catalogue, SILENT, NEVER));
    expect(found['writes']).to.equal('pass');
    expect(found['reads']).to.match(/^skip: needs large-file: storing .*large\.bin ends with 552/);
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  const families = scripts({
    v4: { more: '  needs: [ipv4]\n', steps: '{ send: NOOP, expect: ["2yz", 530] }' },
    v6: { more: '  needs: [ipv6]\n', steps: '{ send: NOOP, expect: ["2yz", 530] }' },
  });
  const nowhere6 = { addresses: ['127.0.0.1', '::1'] };

  it('skips what needs a family whose address does not serve, saying what is there', async () => {
    const port = await start({ host: ['127.0.0.1'] });
    const options = optionsFor(port, nowhere6);
    const found = outcomes(await run(options, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.match(/^skip: needs ipv6: .*\[::1\]:\d+ is (refused|unreachable)/);
  });

  it('goes over the family that serves, and over the one that is asked for', async () => {
    const port = await start({ host: ['127.0.0.1'] });
    const turned = optionsFor(port, { addresses: ['::1', '127.0.0.1'], family: 4 });
    const found = outcomes(await run(turned, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.equal('skip: needs ipv6: the run goes over IPv4 only');
  });
});
