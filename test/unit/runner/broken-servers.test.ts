import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Reporter } from '../../../src/runner/events.ts';
import { run } from '../../../src/runner/run.ts';
import { embedded } from '../../support/embedded.ts';
import { letGo, listen, onLines } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, optionsFor, outcomes, scripts } from './harness.ts';

describe('a run against a server that breaks', () => {
  const start = embedded({ passwordDelayMs: 0 });
  afterEach(letGo);

  /** That many that any session can play. */
  function many(count: number) {
    return scripts(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n', steps: NOOP },
        ]),
      ),
    );
  }

  it('waits less and less for what does not come, and says so', async () => {
    const { port } = await listen((socket) => {
      socket.write('220 Hello.\r\n');
      onLines(socket, (line) => {
        if (line !== 'QUIT') socket.write(line.startsWith('USER') ? '230 In.\r\n' : '200 Yes.\r\n');
      });
    });
    const result = await run(optionsFor(port), many(8), catalogue, SILENT, NEVER);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
    expect(result.waitedLess).to.have.length(1);
    expect(result.waitedLess[0]).to.match(
      /^the reply to QUIT was waited for .* only \(\d+ times\), as it did not come within .* \d+ times$/,
    );
  });

  it('does not play against a server that takes a good part of its time for every reply', async () => {
    const late: NodeJS.Timeout[] = [];
    const { port } = await listen((socket) => {
      const say = (text: string): void => void late.push(setTimeout(() => socket.write(text), 600));
      say('220 Hello.\r\n');
      onLines(socket, (line) => say(line.startsWith('USER') ? '230 In.\r\n' : '200 Yes.\r\n'));
    });
    const result = await run(
      optionsFor(port, { timeoutMs: 2_000 }),
      many(20),
      catalogue,
      SILENT,
      NEVER,
    );
    late.forEach(clearTimeout);
    expect(result.stopped).to.match(/^the target takes .* for a reply, again and again; --timeout/);
    expect(result.totals.pass).to.equal(0);
  });

  for (const jobs of [1, 4])
    it(`is complete when the server dies while ${jobs} play`, async () => {
      const server = await start();
      let ends = 0;
      const reporter: Reporter = {
        scenarioEnd: () => {
          if (++ends === 5) void server.close();
        },
      };
      const result = await run(
        optionsFor(server.port, { jobs }),
        many(30),
        catalogue,
        reporter,
        NEVER,
      );
      expect(result.stopped).to.match(/^the target no longer serves: /);
      expect(result.scenarios).to.have.length(30);
      const found = Object.values(outcomes(result));
      expect(found.filter((one) => one === 'pass').length).to.be.within(5, 20);
      expect(found.filter((one) => one.startsWith('error: ')).length).to.be.within(1, 10);
      expect(
        found.filter((one) => one.startsWith('skip: not played: the target')).length,
      ).to.be.within(5, 24);
      expect(result.rules).to.not.be.empty;
    });

  for (const jobs of [1, 4])
    it(`plays all when the server is away for a while and ${jobs} play`, async () => {
      const server = await start();
      let ends = 0;
      const restart = async (): Promise<void> => {
        await server.close();
        await delay(300);
        await start({ port: server.port });
      };
      const reporter: Reporter = {
        scenarioEnd: () => {
          if (++ends === 5) void restart();
        },
      };
      const options = optionsFor(server.port, { jobs, patienceMs: 60_000 });
      const result = await run(options, many(20), catalogue, reporter, NEVER);
      expect(result.stopped).to.equal(undefined);
      expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
      expect(ends).to.equal(20);
    });

  /** A server that XDIE ends, with all its connections, until it is started again after a while. */
  async function mortal(deadMs: number): Promise<number> {
    const sockets = new Set<Socket>();
    const listener = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
      socket.write('220 Hello.\r\n');
      onLines(socket, (line) => {
        if (line === 'XDIE') die();
        else if (line === 'QUIT') socket.end('221 Bye.\r\n');
        else socket.write(line.startsWith('USER') ? '230 In.\r\n' : '200 Yes.\r\n');
      });
    });
    const die = (): void => {
      listener.close();
      for (const socket of sockets) socket.destroy();
      again = setTimeout(() => listener.listen(port, '127.0.0.1'), deadMs);
    };
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    stopMortal = () => {
      clearTimeout(again);
      listener.close();
      for (const socket of sockets) socket.destroy();
    };
    return port;
  }
  let again: NodeJS.Timeout | undefined;
  let stopMortal: (() => void) | undefined;
  afterEach(() => {
    stopMortal?.();
    stopMortal = undefined;
  });

  const deadly = scripts({
    kills: { more: '  needs: [login]\n', steps: '{ send: XDIE, expect: 200 }' },
    ...Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        name,
        { more: '  needs: [login]\n', steps: `{ pause: 200ms }, ${NOOP}` },
      ]),
    ),
    dials: { more: '  start: nothing\n', steps: '{ connect: main, expect: 220 }' },
  });

  for (const jobs of [1, 4])
    it(`names the scenario that ends the server, and judges no other by it, while ${jobs} play`, async () => {
      const port = await mortal(500);
      const options = optionsFor(port, { jobs, patienceMs: 60_000 });
      const result = await run(options, deadly, catalogue, SILENT, NEVER);
      expect(result.stopped).to.equal(undefined);
      const { kills, ...others } = outcomes(result);
      expect(kills).to.match(
        /^fail: expected the target to go on serving, got after this .*refused/,
      );
      expect(new Set(Object.values(others))).to.deep.equal(new Set(['pass']));
    });

  it('names those that played when the server went away for good', async () => {
    const port = await mortal(600_000);
    const result = await run(optionsFor(port, { jobs: 4 }), deadly, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(
      /^the target no longer serves: .*; it went away when .*t\/kills/,
    );
    expect(Object.values(outcomes(result))).to.not.include('pass');
  });

  it('goes on where a reporter breaks, and says so', async () => {
    const { port } = await start();
    const reporter: Reporter = {
      scenarioEnd: () => {
        throw new Error('no paper');
      },
    };
    const result = await run(optionsFor(port), many(3), catalogue, reporter, NEVER);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
    expect(result.stopped).to.match(/^internal error, please report it: Error: no paper/);
  });

  it('goes on where a rule breaks, and says so', async () => {
    const { port } = await start();
    const replies = new Proxy(catalogue.replies, {
      get: () => {
        throw new Error('no table');
      },
    });
    const result = await run(optionsFor(port), many(3), { ...catalogue, replies }, SILENT, NEVER);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
    expect(result.stopped).to.match(/^internal error, please report it: Error: no table/);
  });

  it('goes on where a scenario breaks us', async () => {
    const { port } = await start();
    let breaks = 1;
    const [first, second, third] = many(3);
    const broken = new Proxy(second!, {
      get: (target, key) => {
        if (key === 'risk' && breaks-- > 0) throw new RangeError('too deep');
        return Reflect.get(target, key) as unknown;
      },
    });
    const all = [first!, broken, third!];
    const result = await run(optionsFor(port), all, catalogue, SILENT, NEVER);
    const { s1, ...others } = outcomes(result);
    expect(new Set(Object.values(others))).to.deep.equal(new Set(['pass']));
    expect(s1).to.match(/too deep/);
  });

  it('goes on over scenarios whose own set-up is refused, and says where there are no others', async () => {
    const { port } = await start();
    const broken = scripts(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n  setup: [{ send: XFOO, expect: 200 }]\n', steps: NOOP },
        ]),
      ),
    );
    const result = await run(optionsFor(port, { jobs: 1 }), broken, catalogue, SILENT, NEVER);
    expect(result.totals.error).to.equal(8);
    expect(result.stopped).to.match(/^nothing was judged: expected a reply 200, got "50/);
    const some = [...broken, ...many(9).slice(8)];
    const judged = await run(optionsFor(port, { jobs: 1 }), some, catalogue, SILENT, NEVER);
    expect(judged.stopped).to.equal(undefined);
  });

  it('plays what comes before the login where the login deviates, and says that this is not all', async () => {
    const { port } = await start({ faults: ['login-verbs-unknown'] });
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
    const { port } = await start({ faults: ['greeting-of-login'] });
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
    const { port } = await start({ faults: ['mkd-200'] });
    const upload = scripts({ any: { more: '  needs: [login, writable-dir]\n', steps: NOOP } });
    const { rules } = await run(optionsFor(port, { jobs: 1 }), upload, catalogue, SILENT, NEVER);
    const codes = rules.find(({ id }) => id === 'rules/codes-for-command');
    expect(codes?.problems.map(({ scenario }) => scenario)).to.include('preflight');
  });
});
