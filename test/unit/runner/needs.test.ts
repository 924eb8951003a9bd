import { expect } from 'chai';
import { replyWhen } from '../../../src/reference/behaviours/builders.ts';
import { run } from '../../../src/runner/run.ts';
import type { Fault } from '../../../src/reference/index.ts';
import { embedded } from '../../support/embedded.ts';
import { letGo } from '../../support/loopback.ts';
import { Scripted } from '../scenario/scripted-server.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, optionsFor, outcomes, risky, rootNames, scripts } from './harness.ts';

describe('what a run needs', () => {
  const start = embedded({ passwordDelayMs: 0 });
  afterEach(letGo);

  it('says why a need is not met', async () => {
    const { port } = await start({ tls: 'off', anonymous: false });
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

  it('judges nothing that a policy refuses in a directory of the user, and all the rest', async () => {
    const policy = (verb: string, code: number): Fault => ({
      id: `${verb.toLowerCase()}-refused`,
      title: `${verb} is refused`,
      breaks: ['RFC959-5.4-STOR-1'],
      verbs: { [verb]: replyWhen(() => true, code) },
    });
    const tried = scripts({
      store: { more: '  needs: [login, writable-dir]\n', steps: '{ upload: STOR a, content: x }' },
      files: { more: '  needs: [login, writable-dir]\n  files: { a: x }\n', steps: NOOP },
      remove: {
        more: '  needs: [login, writable-dir]\n',
        steps: '{ send: DELE nothing, expect: 550 }',
      },
      rename: {
        more: '  needs: [login, writable-dir]\n',
        steps: '{ send: MKD a, expect: 257 }, { send: RNFR a, expect: 350 }',
      },
    });
    const play = async (port: number) =>
      outcomes(await run(optionsFor(port), tried, catalogue, SILENT, NEVER));
    const { port } = await start({ faults: [policy('STOR', 553), policy('RNFR', 550)] });
    const found = await play(port);
    expect(found['store']).to.match(/^skip: needs uploads: "STOR .*" draws "553/);
    expect(found['files']).to.match(/^skip: needs uploads: /);
    expect(found['remove']).to.equal('pass');
    expect(found['rename']).to.match(/^skip: needs renaming: /);
    const { port: broken } = await start({ faults: [policy('STOR', 502)] });
    const judged = await play(broken);
    expect(judged['store']).to.match(/^fail: /);
  });

  it('takes TLS for offered only where its handshake works', async () => {
    const scripted = new Scripted();
    await scripted.open({ 'AUTH TLS': (socket) => void socket.end('234 Go on.\r\n') });
    const needy = scripts({
      tls: { more: '  needs: [tls]\n', steps: NOOP },
      private: { more: '  needs: [private-data]\n', steps: NOOP },
    });
    const found = outcomes(await run(optionsFor(scripted.port), needy, catalogue, SILENT, NEVER));
    expect(found['tls']).to.match(/^skip: needs tls: .*handshake/);
    expect(found['private']).to.match(/^skip: needs private-data: /);
  });

  it('tries a handshake once more that broke, as that may be by chance', async () => {
    let asked = 0;
    const scripted = new Scripted();
    await scripted.open({
      'AUTH TLS': (socket) => {
        asked++;
        socket.write('234 Go on.\r\n');
        socket.once('data', () => void socket.end('500 What is that?\r\n'));
      },
    });
    const needy = scripts({ tls: { more: '  needs: [tls]\n', steps: NOOP } });
    const found = outcomes(await run(optionsFor(scripted.port), needy, catalogue, SILENT, NEVER));
    expect(found['tls']).to.match(/^skip: needs tls: the TLS handshake failed/);
    expect(asked).to.equal(2);
  });

  it('holds nothing against a server whose certificate is not trusted here', async () => {
    const { port } = await start({});
    const shaking = scripts({
      needs: { more: '  needs: [tls]\n', steps: NOOP },
      good: {
        more: '  start: greeted\n',
        steps: '{ send: AUTH TLS, expect: 234 }, { secure: main }',
      },
      old: {
        more: '  start: greeted\n',
        steps:
          '{ send: AUTH TLS, expect: 234 }, { secure: main, version: TLSv1.2, expect: refused }',
      },
    });
    const options = optionsFor(port, { verify: true });
    const found = outcomes(await run(options, shaking, catalogue, SILENT, NEVER));
    expect(found).to.have.all.keys('needs', 'good', 'old');
    for (const outcome of Object.values(found))
      expect(outcome).to.match(/^skip: .*the certificate is not trusted: .*--insecure/);
  });

  it('judges a server that wants no data under TLS by all the rest, in clear or behind AUTH TLS', async () => {
    const policy: Fault = {
      id: 'prot-p-refused',
      title: 'PROT P is refused by policy',
      breaks: ['RFC4217-10.2-PROT-8'],
      verbs: { PROT: replyWhen(({ argument }) => argument === 'P', 534) },
    };
    const { port } = await start({ faults: [policy] });
    const needy = scripts({
      tls: { more: '  needs: [tls, login]\n', steps: '{ download: LIST }' },
      private: { more: '  needs: [tls, private-data]\n', steps: NOOP },
    });
    for (const security of ['ftp', 'ftpes'] as const) {
      const options = optionsFor(port);
      const target = { ...options.target, security };
      const result = await run({ ...options, target }, needy, catalogue, SILENT, NEVER);
      expect(outcomes(result)).to.deep.equal({
        tls: 'pass',
        private: 'skip: needs private-data: the server refuses PROT P, as its policy may be',
      });
    }
  });

  it('finds out that nothing can be written for somebody who may only read', async () => {
    const { port } = await start({
      accounts: [{ user: 'ftpspec', password: 'correct horse', readOnly: true }],
    });
    const found = outcomes(await run(optionsFor(port), risky, catalogue, SILENT, NEVER));
    expect(found).to.include({ safe: 'pass', reads: 'pass' });
    expect(found['writes']).to.match(
      /^skip: needs writable-dir: "MKD \/ftpspec-[0-9a-f]{12}" draws "5/,
    );
  });

  for (const [fault, why] of [
    [
      'mkd-makes-nothing',
      /^skip: needs writable-dir: MKD is answered as done and does nothing: "CWD/,
    ],
    [
      'cwd-goes-nowhere',
      /^skip: needs writable-dir: CWD is answered as done and does nothing: behind "CWD/,
    ],
  ] as const)
    it(`writes nowhere where a directory is only said to be there: ${fault}`, async () => {
      const { port } = await start({ faults: [fault] });
      const found = outcomes(await run(optionsFor(port), risky, catalogue, SILENT, NEVER));
      expect(found['writes']).to.match(why);
    });

  it('moves data by PASV where EPSV is not known', async () => {
    const { port } = await start({ faults: ['epsv-on-ipv6-only'] });
    const moving = scripts({
      moves: { more: '  needs: [login]\n', steps: '{ download: RETR /welcome.txt }' },
    });
    const result = await run(optionsFor(port), moving, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ moves: 'pass' });
    expect(result.scenarios[0]?.transcript.join('\n')).to.contain('> PASV').and.not.contain('EPSV');
  });

  it('writes where a large file is not taken, and finds one or says why there is none', async () => {
    const { port } = await start({ capacityBytes: 4 * 1024 * 1024 });
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
    const { port } = await start({ host: ['127.0.0.1'] });
    const options = optionsFor(port, nowhere6);
    const found = outcomes(await run(options, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.match(/^skip: needs ipv6: .*\[::1\]:\d+ is (refused|unreachable)/);
  });

  it('goes over the family that serves, and over the one that is asked for', async () => {
    const { port } = await start({ host: ['127.0.0.1'] });
    const turned = optionsFor(port, { addresses: ['::1', '127.0.0.1'], family: 4 });
    const found = outcomes(await run(turned, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.equal('skip: needs ipv6: the run goes over IPv4 only');
  });
});
