import { expect } from 'chai';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { LOGIN, readReport, speak } from '../support/diagnosis.ts';
import { embeddedUrl } from '../support/embedded.ts';
import { onLines } from '../support/loopback.ts';
import { stub, type Stub } from '../support/servers.ts';

describe('what ftpspec diagnose does to a server', () => {
  let server: Stub | undefined;
  const startEmbedded = embeddedUrl();
  const folder = scratchFolder();
  const json = join(folder.path, 'diagnosis.json');
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => folder.remove());

  it('tries a refused password exactly once', async () => {
    let passwords = 0;
    server = await stub(
      speak({
        ...LOGIN,
        FEAT: '211-Features\r\n AUTH TLS\r\n211 End\r\n',
        PASS: (socket) => {
          passwords++;
          socket.write('530 Login incorrect.\r\n');
        },
      }),
    );
    const { code } = await ftpspec(['diagnose', server.url]);
    expect(code).to.equal(3);
    expect(passwords).to.equal(1);
  });

  it('never sends the password of a TLS URL in clear, unless --allow-plain says so', async () => {
    const said: string[] = [];
    server = await stub((socket) => {
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        said.push(line);
        const [verb = ''] = line.split(' ', 1);
        socket.write({ ...LOGIN, AUTH: '502 no TLS here\r\n' }[verb] ?? '502 no\r\n');
      });
    });
    const url = server.url.replace('ftp://', 'ftpes://');
    const kept = await ftpspec(['diagnose', url]);
    expect(kept.stdout).to.contain('tls-handshake-failed');
    expect(said.join('\n')).not.to.contain('pa55word');
    await ftpspec(['diagnose', url, '--allow-plain']);
    expect(said).to.include('PASS pa55word');
  });

  it('writes nothing and has few sessions at once', async () => {
    const verbs = new Set<string>();
    let open = 0;
    let most = 0;
    server = await stub((socket) => {
      most = Math.max(most, ++open);
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        const [verb = ''] = line.split(' ', 1);
        verbs.add(verb);
        // A session ends with QUIT: the next may come before this side hears of the end of its connection.
        if (verb === 'QUIT') open--;
        socket.write(
          {
            ...LOGIN,
            PASV: '227 (127,0,0,1,0,9)\r\n',
            EPSV: '229 (|||9|)\r\n',
            QUIT: '221 bye\r\n',
          }[verb] ?? '502 no\r\n',
        );
      });
    });
    const { code } = await ftpspec(['diagnose', server.url]);
    expect(code).to.equal(1);
    expect([...verbs]).not.to.include.oneOf([
      'STOR',
      'STOU',
      'APPE',
      'DELE',
      'MKD',
      'RMD',
      'RNFR',
      'SITE',
    ]);
    expect(most).to.be.at.most(3);
  });

  it('takes a password with @ and : as it is', async () => {
    const said: string[] = [];
    server = await stub((socket) => {
      socket.write('220 ready\r\n');
      onLines(socket, (line) => {
        said.push(line);
        socket.write(line.startsWith('USER') ? '331 password\r\n' : '530 no\r\n');
      });
    });
    await ftpspec(['diagnose', `ftp://ann:p@ss:word@127.0.0.1:${server.port}`]);
    expect(said).to.include('USER ann').and.include('PASS p@ss:word');
  });

  it('leaves nothing on the server after --upload', async () => {
    const url = await startEmbedded();
    const { code } = await ftpspec(['diagnose', url, '--upload', '--json', json]);
    expect(code).to.equal(0);
    const lines = readReport(json).probes.map((one) => one.description);
    expect(lines.some((text) => /STOR ftpspec-/.test(text) && text.includes('262144'))).to.equal(
      true,
    );
    expect(lines.some((text) => /RMD ftpspec-.* → "250/.test(text))).to.equal(true);
  });
});
