import { expect } from 'chai';
import type { Socket } from 'node:net';
import { removeScratch } from '../../../../src/runner/scratch.ts';
import { letGo, listen, onLines } from '../../../support/loopback.ts';
import { NEVER, profileAt } from '../../scenario/scripted-server.ts';

const ROOT = '/ftpspec-1';

describe('the removal of a scratch directory', () => {
  afterEach(letGo);

  /** A server that lets everybody in, and does with other lines what a test wants. */
  async function serve(answer: (line: string, socket: Socket, session: number) => void) {
    const { port } = await listen((socket, session) => {
      socket.write('220 Hello.\r\n');
      onLines(socket, (line) => {
        if (line.startsWith('USER')) socket.write('230 In.\r\n');
        else if (line === 'TYPE A') socket.write('200 A.\r\n');
        else answer(line, socket, session);
      });
    });
    return { profile: profileAt(port), root: ROOT };
  }

  const file = [{ path: `${ROOT}/f`, kind: 'file' }] as const;

  it('goes on where the server ends the session and comes back', async () => {
    const asked: string[] = [];
    const scratch = await serve((line, socket, session) => {
      asked.push(line);
      if (session === 0) socket.destroy();
      else socket.write('250 Done.\r\n');
    });
    expect(await removeScratch(scratch, file, [], NEVER)).to.deep.equal([]);
    expect(asked).to.include.members([`DELE ${ROOT}/f`, `RMD ${ROOT}`]);
  });

  it('waits for a session that is just leaving', async () => {
    let turn = 0;
    const { port } = await listen((socket) => {
      if (++turn < 3) socket.end('421 Too many.\r\n');
      else {
        socket.write('220 Hello.\r\n');
        onLines(socket, () => socket.write('230 Fine.\r\n'));
      }
    });
    const scratch = { profile: profileAt(port), root: ROOT };
    expect(await removeScratch(scratch, [], [], NEVER)).to.deep.equal([]);
  });

  it('says what the server said', async () => {
    const scratch = await serve((line, socket) =>
      socket.write(line.startsWith('CWD') ? '530 pa55word.\r\n' : '550 No.\r\n'),
    );
    expect(await removeScratch(scratch, file, ['pa55word'], NEVER)).to.deep.equal([
      { name: ROOT, reply: '550 No.' },
    ]);
  });

  it('says that nobody serves any more', async () => {
    const gone = await listen(() => undefined);
    await gone.close();
    const [left, ...more] = await removeScratch(
      { profile: profileAt(gone.port), root: ROOT },
      file,
      [],
      NEVER,
    );
    expect(more).to.deep.equal([]);
    expect(left?.name).to.equal(ROOT);
    expect(left?.reply).to.match(/refused/);
  });

  for (const [when, signal] of [
    ['was interrupted', () => AbortSignal.abort()],
    ['is interrupted meanwhile', (stop: AbortController) => stop.signal],
  ] as const)
    it(`has an end before any reply is overdue where the run ${when}`, async () => {
      const stop = new AbortController();
      const scratch = await serve(() => stop.abort());
      const profile = { ...scratch.profile, replyMs: 600_000 };
      expect(await removeScratch({ ...scratch, profile }, [], [], signal(stop))).to.deep.equal([
        { name: ROOT, reply: 'the clean-up ends after 2 s' },
      ]);
    });
});
