import { expect } from 'chai';
import { diagnose } from '../../../src/diagnose/index.ts';
import type { Limits } from '../../../src/probe/limits.ts';
import type { Observation, Transfer } from '../../../src/probe/observations.ts';
import { observe, type Observed } from '../../../src/probe/probes/index.ts';
import { parseTarget } from '../../../src/targets/url.ts';
import {
  drip,
  pour,
  type Script,
  type ScriptedFtp,
  scriptedFtp,
} from '../../support/scripted-ftp.ts';

/** Short waits, and a time for all that is never reached where the others hold. */
const SHORT: Limits = {
  dialMs: 400,
  replyMs: 400,
  greetingMs: 400,
  loginMs: 400,
  quietMs: 400,
  transferMs: 600,
  patienceMs: 0,
  overallMs: 100_000,
};
/** Waits that never end by themselves. */
const LONG: Limits = {
  dialMs: 600_000,
  replyMs: 600_000,
  greetingMs: 600_000,
  loginMs: 600_000,
  quietMs: 600_000,
  transferMs: 600_000,
  patienceMs: 0,
  overallMs: 1500,
};
const NEVER = new AbortController().signal;
const OPTIONS = {
  active: false,
  family: undefined,
  activeAddress: undefined,
  activePorts: [0],
  passivePorts: undefined,
  deep: false,
  upload: false,
  insecure: false,
  allowPlain: false,
  file: undefined,
  peer: undefined,
  ca: undefined,
  signal: NEVER,
};

describe('the bounds of the probes', () => {
  let server: ScriptedFtp | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function seenOf(
    script: Script,
    limits = SHORT,
    options: Partial<typeof OPTIONS> = {},
  ): Promise<Observed> {
    server = await scriptedFtp(script);
    return await observe(parseTarget(server.url), { ...OPTIONS, ...options }, limits);
  }

  const transfers = (seen: readonly Observation[]): Transfer[] =>
    seen.flatMap((one) => (one.kind === 'transfer' ? [one] : []));

  it('see nothing cut short of a server that does everything properly', async () => {
    const { seen, outOfTime } = await seenOf({});
    expect(outOfTime).to.equal(false);
    expect(
      transfers(seen).filter(({ stopped, mode }) => stopped && mode === 'passive'),
    ).to.deep.equal([]);
    expect(seen.filter(({ kind }) => kind === 'probe error')).to.deep.equal([]);
  });

  it('end a greeting whose lines drip for ever', async () => {
    const { seen, outOfTime } = await seenOf({
      greet: (socket) => drip(socket, '220-more\r\n', 20),
    });
    expect(outOfTime).to.equal(false);
    const greeting = seen.find((one) => one.kind === 'greeting');
    expect(greeting?.kind === 'greeting' && greeting.answer.how).to.equal('silence');
  });

  it('end a reply whose bytes drip for ever', async () => {
    const { seen, outOfTime } = await seenOf({
      replies: { FEAT: (socket) => drip(socket, '2', 20) },
    });
    expect(outOfTime).to.equal(false);
    expect(
      seen.flatMap((one) =>
        one.kind === 'exchange' ? [`${one.answer.command} ${one.answer.how}`] : [],
      ),
    ).to.include('FEAT silence');
  });

  it('end a listing whose bytes drip for ever', async () => {
    const { seen, outOfTime } = await seenOf({ data: (socket) => drip(socket, 'x', 20) });
    expect(outOfTime).to.equal(false);
    expect(transfers(seen).filter(({ dataEnd }) => dataEnd === 'cut')).not.to.be.empty;
  });

  it('end a listing without end', async () => {
    const { seen, outOfTime } = await seenOf({
      data: (socket) => pour(socket, Buffer.alloc(65_536, 'x\r\n')),
    });
    expect(outOfTime).to.equal(false);
    const listing = transfers(seen).find(({ mode }) => mode === 'passive');
    expect(listing?.dataEnd).to.equal('cut');
    expect(listing?.bytes).to.be.at.most(1024 * 1024);
  });

  it('keep a page of a reply, however long it is', async () => {
    const line = `220-${'w'.repeat(5000)}\r\n`;
    const { seen } = await seenOf({
      greet: (socket) => socket.write(`${line.repeat(150)}220 ready\r\n`),
    });
    const greeting = seen.find((one) => one.kind === 'greeting');
    const lines = greeting?.kind === 'greeting' ? greeting.answer.lines : [];
    expect(greeting?.kind === 'greeting' && greeting.answer.code).to.equal(220);
    expect(lines).to.have.length.within(1, 60);
    expect(lines.join('')).to.have.length.at.most(6000);
    expect(lines[0]).to.match(/w… \(\d+ bytes\)$/);
  });

  it('keep each thing that was seen short, whatever a server says', async () => {
    const { seen } = await seenOf({
      replies: { NOOP: `421 ${'b'.repeat(100_000)}\r\n` },
    });
    for (const one of seen) expect(JSON.stringify(one)).to.have.length.at.most(30_000);
  });

  it('end at the time for all, let go of every connection, and say which probes were under way', async () => {
    let open = 0;
    let closed: (() => void) | undefined;
    const allClosed = new Promise<void>((resolve) => (closed = resolve));
    const { seen, outOfTime } = await seenOf(
      {
        greet: (socket) => {
          open++;
          socket.on('close', () => --open || closed?.());
          socket.write('220 ready\r\n');
        },
        replies: { FEAT: '' },
        data: () => undefined,
      },
      LONG,
    );
    expect(outOfTime).to.equal(true);
    const errors = seen.flatMap((one) => (one.kind === 'probe error' ? [one] : []));
    expect(errors.map(({ probe }) => probe)).to.include.members(['EPSV', 'PASV']);
    expect(errors[0]?.error).to.equal(
      'it was not at its end after 1.5 s, the time for a diagnosis',
    );
    await allClosed;
  });

  it('leave a diagnosis that ends there with what it found, and what it did not try', async () => {
    server = await scriptedFtp({ replies: { FEAT: '' }, data: () => undefined });
    const options = { ...OPTIONS, timeoutMs: undefined };
    const found = await diagnose(parseTarget(server.url), options, LONG);
    expect(found).to.include({ verdict: 'interrupted', judged: true, interrupted: true });
    const stage = (name: string) => found.stages.find((one) => one.stage === name);
    expect(stage('login')?.state).to.equal('ok');
    expect(stage('large transfer')).to.include({
      state: 'left out',
      detail: 'not tried within 1.5 s',
    });
  });

  it('take no name out of a listing that leads elsewhere or ends a command', async () => {
    const names = ['..', '../a', 'a/b', '/etc/passwd', 'a\\b', 'a\rDELE b', 'a\0b', '.'];
    await seenOf({
      data: (socket) =>
        socket.end(
          [
            ...names.map((name) => `-rw-r--r-- 1 u g 40000 Jan 01 2024 ${name}\r\n`),
            ...names.map((name) => `drwxr-xr-x 1 u g 4096 Jan 01 2024 ${name}\r\n`),
            'drwxr-xr-x 1 u g 4096 Jan 01 2024 good\r\n',
          ].join(''),
        ),
    });
    const said = server?.said ?? [];
    expect(said).to.include('CWD good');
    expect(
      said.filter((line) => /^(?:CWD|RETR|SIZE|DELE)/.test(line) && !line.endsWith('good')),
    ).to.deep.equal([]);
  });

  describe('with --upload', () => {
    const written = (): string[] =>
      (server?.said ?? []).filter((line) => /^(?:MKD|STOR|STOU|APPE|DELE|RMD|RN|SITE)/.test(line));

    it('write one file in a directory of their own, and remove both', async () => {
      await seenOf({}, SHORT, { upload: true });
      const directory = /^MKD (ftpspec-[0-9a-f]{12})$/.exec(written()[0] ?? '')?.[1] ?? '';
      expect(written()).to.deep.equal([
        `MKD ${directory}`,
        `STOR ${directory}/upload.bin`,
        `DELE ${directory}/upload.bin`,
        `RMD ${directory}`,
      ]);
    });

    it('remove a directory whose making was not answered', async () => {
      await seenOf({ replies: { MKD: '' } }, SHORT, { upload: true });
      const directory = /^MKD (ftpspec-[0-9a-f]{12})$/.exec(written()[0] ?? '')?.[1] ?? '';
      expect(written()).to.deep.equal([`MKD ${directory}`, `RMD ${directory}`]);
    });

    it('remove nothing where none was made', async () => {
      await seenOf({ replies: { MKD: '550 no\r\n' } }, SHORT, { upload: true });
      expect(written().map((line) => line.split(' ', 1)[0])).to.deep.equal(['MKD']);
    });
  });
});
