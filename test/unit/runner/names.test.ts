import type { Socket } from 'node:net';
import { expect } from 'chai';
import { run } from '../../../src/runner/run.ts';
import { scriptedFtp, type ScriptedFtp } from '../../support/scripted-ftp.ts';
import { catalogue } from '../../support/scripts.ts';
import { NEVER, optionsFor, outcomes, scripts, SILENT } from './harness.ts';

/** Takes names that begin so, and no others. */
const only =
  (prefix: string, yes: string) =>
  (socket: Socket, line: string): void =>
    void socket.write(line.split(' ')[1]?.startsWith(prefix) ? yes : '550 no such name\r\n');

/** PWD names a place below which nothing can be made: only names without a directory are taken. */
const elsewhere = {
  PWD: '257 "/far/away"\r\n',
  MKD: (socket: Socket, line: string): void =>
    void socket.write(line.startsWith('MKD /far') ? '550 no\r\n' : '257 made\r\n'),
};

describe('names on a server', () => {
  let server: ScriptedFtp | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const reads = scripts({
    reads: {
      more: '  needs: [login, existing-file]\n',
      steps: '{ send: "SIZE ${file}", expect: 213 }',
    },
  });

  it('are tried before they are used, as PWD may name a place that other commands do not take', async () => {
    server = await scriptedFtp({
      replies: {
        PWD: '257 "/far/away"\r\n',
        SIZE: only('/large', '213 40000\r\n'),
        RETR: '550 no such name\r\n',
      },
    });
    const options = optionsFor(server.port, { own: false });
    const result = await run(options, reads, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ reads: 'pass' });
  });

  it('that lead nowhere are an unmet need, and accuse nobody', async () => {
    server = await scriptedFtp({
      replies: {
        PWD: '257 "/far/away"\r\n',
        SIZE: '550 no such name\r\n',
        RETR: '550 no such name\r\n',
      },
    });
    const options = optionsFor(server.port, { own: false });
    const result = await run(options, reads, catalogue, SILENT, NEVER);
    expect(outcomes(result).reads).to.match(
      /^skip: needs existing-file: large\.bin in \/far\/away cannot be read by an absolute name/,
    );
  });

  it('of a directory to write in are found where it was made by its name alone', async () => {
    server = await scriptedFtp({
      replies: { ...elsewhere, CWD: only('/ftpspec-', '250 ok\r\n') },
    });
    const writes = scripts({
      writes: { more: '  needs: [login, writable-dir]\n', steps: '{ send: NOOP, expect: 200 }' },
    });
    const result = await run(optionsFor(server.port), writes, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ writes: 'pass' });
    const made = server.said.findLast((line) => line.startsWith('MKD ftpspec-'));
    expect(server.said).to.include(`RMD /${made?.slice('MKD '.length)}`);
  });

  it('of a directory to write in are no longer those that only CWD takes', async () => {
    server = await scriptedFtp({ replies: elsewhere });
    const writes = scripts({
      writes: {
        more: '  needs: [login, writable-dir]\n',
        steps: '{ send: "MKD ${scratch}/inner", expect: 257 }',
      },
    });
    const result = await run(optionsFor(server.port), writes, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ writes: 'pass' });
  });

  it('of a directory to write in that no absolute name leads to are an unmet need', async () => {
    server = await scriptedFtp({
      replies: {
        PWD: '257 "/far/away"\r\n',
        MKD: (socket, line) =>
          void socket.write(line.startsWith('MKD /') ? '550 no\r\n' : '257 made\r\n'),
        RMD: '550 no such name\r\n',
      },
    });
    const writes = scripts({
      writes: { more: '  needs: [login, writable-dir]\n', steps: '{ send: NOOP, expect: 200 }' },
    });
    const result = await run(optionsFor(server.port), writes, catalogue, SILENT, NEVER);
    expect(outcomes(result).writes).to.match(/^skip: needs writable-dir: "MKD \/far/);
  });
});
