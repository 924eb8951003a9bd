import { expect } from 'chai';
import type { Socket } from 'node:net';
import type { RunOptions } from '../../../src/runner/options.ts';
import { run } from '../../../src/runner/run.ts';
import { letGo, listen, onLines } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, NOOP, SILENT, optionsFor, outcomes, scripts } from './harness.ts';

describe('a run against something else', () => {
  afterEach(letGo);

  /** For what comes: never the time that decides. */
  const PATIENT = 30_000;

  const any = scripts({ any: { more: '  needs: [login]\n', steps: NOOP } });

  async function stopped(
    serve: (socket: Socket) => void,
    more: Partial<RunOptions> = {},
  ): Promise<string> {
    const { port } = await listen(serve);
    const result = await run(
      optionsFor(port, { timeoutMs: PATIENT, ...more }),
      any,
      catalogue,
      SILENT,
      NEVER,
    );
    expect(outcomes(result)).to.deep.equal({ any: `skip: not played: ${result.stopped ?? ''}` });
    expect(result.rules).to.deep.equal([]);
    return result.stopped ?? '';
  }

  for (const [what, serve, reason] of [
    [
      'closes at once',
      (socket) => socket.end(),
      /sends no greeting: the control connection was closed \(FIN\)/,
    ],
    ['resets', (socket) => socket.resetAndDestroy(), /sends no greeting: .*reset|refused/],
    [
      'speaks SSH',
      (socket) => socket.write('SSH-2.0-x\r\n'),
      /does not speak FTP; it says .*SSH-2\.0-x/,
    ],
    [
      'floods',
      (socket) => socket.write(Buffer.alloc(2 << 20, 'x')),
      /more than 1 MiB arrived without a line end/,
    ],
    ['is full', (socket) => socket.write('421 Full\r\n'), /turns clients away: "421 Full/],
    [
      'refuses the login',
      (socket) => {
        socket.write('220 A\r\n');
        onLines(socket, (line) =>
          socket.write(line.startsWith('USER') ? '331 A\r\n' : '530 correct horse is wrong\r\n'),
        );
      },
      /^"PASS \*\*\*\*" draws "530 \*\*\*\* is wrong/,
    ],
    [
      'closes behind the login',
      (socket) => {
        socket.write('220 A\r\n');
        onLines(socket, (line) =>
          line.startsWith('USER') ? socket.write('331 A\r\n') : socket.end(),
        );
      },
      /the control connection was closed \(FIN\)/,
    ],
  ] as readonly (readonly [string, (socket: Socket) => void, RegExp])[])
    it(`says in one sentence that a server ${what}`, async () => {
      const sentence = await stopped(serve);
      expect(sentence).to.match(reason);
      expect(sentence).to.not.contain('\n');
    });

  it('says in one sentence that a server says nothing', async () => {
    expect(await stopped(() => undefined, { timeoutMs: 300 })).to.match(
      /sends no greeting: a reply did not come within 300 ms/,
    );
  });

  it('says that TLS from the first byte is not spoken', async () => {
    const { port } = await listen((socket) => socket.write('220 A\r\n'));
    const options = optionsFor(port, { timeoutMs: PATIENT });
    const target = { ...options.target, security: 'ftps' as const };
    const result = await run({ ...options, target }, any, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the TLS handshake failed/);
  });

  it('says that nobody listens', async () => {
    const gone = await listen(() => undefined);
    await gone.close();
    const result = await run(optionsFor(gone.port), any, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the control connection to 127\.0\.0\.1:\d+ is refused/);
  });
});
