import { expect } from 'chai';
import type { RunOptions } from '../../../src/runner/options.ts';
import { run } from '../../../src/runner/run.ts';
import { letGo, listen } from '../../support/loopback.ts';
import { catalogue } from '../../support/scripts.ts';
import { type Answer, Scripted } from '../scenario/scripted-server.ts';
import { NEVER, optionsFor, outcomes, scripts, SILENT } from './harness.ts';

const moving = scripts({
  any: { more: '  needs: [login]\n', steps: '{ download: LIST, is: "a\\r\\n" }' },
  passive: { more: '  needs: [login]\n', steps: '{ download: LIST, via: passive }' },
  pasv: { more: '  needs: [login, pasv]\n', steps: '{ download: LIST, via: pasv, is: "a\\r\\n" }' },
});

const LOGIN = { 'USER ftpspec': '331 Go on.', 'PASS correct horse': '230 In.' };
const LISTING = '150 Here.\r\n226 There.';

/** Runs the scripts against a server that answers from a table. */
async function played(
  answers: Readonly<Record<string, Answer>>,
  more: Partial<RunOptions> = {},
): Promise<Record<string, string>> {
  const server = new Scripted();
  await server.open({ ...LOGIN, ...answers });
  const options = optionsFor(server.port, { jobs: 1, ...more });
  return outcomes(await run(options, moving, catalogue, SILENT, NEVER));
}

/** The 227 of a listener that sends a listing to whoever comes. */
async function announced(host: string): Promise<string> {
  const { port } = await listen((socket) => void socket.end('a\r\n'), host);
  return `227 (${host.replaceAll('.', ',')},${port >> 8},${port & 255})`;
}

describe('where data goes', () => {
  afterEach(letGo);

  it('follows a 227 to another address of this machine where nothing answers at that of the control connection', async () => {
    const found = await played({ PASV: await announced('127.0.0.2'), LIST: LISTING });
    expect(found).to.deep.equal({ any: 'pass', passive: 'pass', pasv: 'pass' });
  });

  it('stays with the address of the control connection where the user wants that', async () => {
    const pasv = await announced('127.0.0.2');
    const found = await played({ PASV: pasv, LIST: LISTING }, { dataAddress: 'peer' });
    expect(found['any']).to.match(/^fail: expected a listener at 127\.0\.0\.1:/);
  });

  it('never follows a 227 to somebody else’s address by itself', async () => {
    // TEST-NET-1 (RFC 5737): a dial would time out, or be unreachable.
    const found = await played({ PASV: '227 (192,0,2,1,4,1)', LIST: LISTING });
    expect(found['any']).to.match(/^fail: expected a listener at 127\.0\.0\.1:1025, got refused/);
  });

  it('goes active where there is no passive mode, and says so where that is what a scenario needs', async () => {
    const refused = { EPSV: '502 No.', PASV: '502 No.', PORT: '500 No.' };
    const found = await played(refused);
    expect(found['any']).to.match(/^skip: no data connection can be made: .*no passive mode/);
    expect(found['passive']).to.equal('skip: the server has no passive mode');
    expect(found['pasv']).to.equal('skip: needs pasv: "PASV" draws "502 No.\\r\\n"');
  });
});
