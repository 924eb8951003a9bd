import { expect } from 'chai';
import { remove } from '../../../../src/runner/clean-up/remove.ts';
import { strayNames, Strays } from '../../../../src/runner/clean-up/strays.ts';
import { letGo, listen, onLines } from '../../../support/loopback.ts';
import { NEVER, profileAt } from '../../scenario/scripted-server.ts';
import { dialogueOf } from './dialogue.ts';

const NAME = 'ftpspec-0123456789ab';
const ROOT = '/home/u/ftpspec-1';

describe('names that are left in the login directory', () => {
  for (const [what, said, names] of [
    ['a directory that was made', [`MKD ${NAME}-made`, '< 257 Made.'], [`made ${NAME}-made`]],
    ['a command that drew no reply', [`STOR ${NAME}`], [`maybe ${NAME}`]],
    ['an upload that broke off', [`STOR ${NAME}`, '< 150 Go.', '< 426 Off.'], [`maybe ${NAME}`]],
    ['what a file was renamed to', [`RNTO ${NAME}`, '< 250 Done.'], [`made ${NAME}`]],
    ['nothing that was refused', [`MKD ${NAME}`, '< 550 No.'], []],
    ['nothing that is gone', [`MKD ${NAME}`, '< 257 Made.', `RMD ${NAME}`, '< 250 Gone.'], []],
    [
      'what would not go',
      [`MKD ${NAME}`, '< 257 Made.', `RMD ${NAME}`, '< 550 In use.'],
      [`made ${NAME}`],
    ],
    ['nothing of other names', ['STOR mine', '< 226 Done.', 'MKD ftpspec-x/y', '< 257 Made.'], []],
    ['nothing in the scratch directory', [`CWD ${ROOT}/s`, '< 250 In.', `MKD ${NAME}`], []],
    [
      'what comes behind a reply that nobody asked for',
      ['< 220 Hello.', `MKD ${NAME}`, '< 257 Made.'],
      [`made ${NAME}`],
    ],
  ] as const)
    it(`are ${what}`, () => {
      const found = strayNames([dialogueOf(said)], ROOT);
      expect(
        found.map(({ name, isMade }) => `${isMade ? 'made' : 'maybe'} ${name}`),
      ).to.have.members(names);
    });

  afterEach(letGo);

  it('are removed over as many sessions as it takes, and told where they stay', async () => {
    const there = new Set([`${NAME}-a`, `${NAME}-b`, `${NAME}-c`]);
    const { port } = await listen((socket, session) => {
      socket.write('220 Hello.\r\n');
      onLines(socket, (line) => {
        const [verb = '', name = ''] = line.split(' ');
        if (verb === 'USER') socket.write('230 In.\r\n');
        else if (session === 0) socket.destroy();
        else if (verb === 'RMD' && name !== `${NAME}-c` && there.delete(name))
          socket.write('250 Done.\r\n');
        else socket.write('550 No.\r\n');
      });
    });
    const strays = [...there, `${NAME}-never`].map((name) => ({
      name,
      isMade: !name.endsWith('-never'),
    }));
    const left = await remove(new Strays(strays), profileAt(port), [], NEVER);
    expect(left).to.deep.equal([{ name: `${NAME}-c`, reply: '550 No.' }]);
    expect([...there]).to.deep.equal([`${NAME}-c`]);
  });
});
