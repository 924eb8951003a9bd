import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import { Changes } from '../../../src/client/waiting.ts';
import { fromHex, LONGEST_LINE, proofOf } from '../../../src/peer/protocol.ts';
import { type PeerEnd, servePeer } from '../../../src/peer/serve.ts';
import { letGo, listen } from '../../support/loopback.ts';

const TOKEN = 'a token of this test';

/** A client of the peer that says what it likes. */
class Raw {
  readonly socket: Socket;
  readonly #changes = new Changes();
  #text = '';
  #closed = false;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    this.socket.on('error', () => undefined);
    this.socket.setEncoding('latin1').on('data', (text) => {
      this.#text += String(text);
      this.#changes.notify();
    });
    this.socket.on('close', () => {
      this.#closed = true;
      this.#changes.notify();
    });
  }

  /** The next line, or `closed`. */
  async line(): Promise<string> {
    return await this.#changes.until(
      () => {
        const end = this.#text.indexOf('\r\n');
        if (end === -1) return this.#closed ? 'closed' : undefined;
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return line;
      },
      30_000,
      'a line of the peer',
    );
  }

  async ask(command: string): Promise<string> {
    this.socket.write(`${command}\r\n`, 'latin1');
    return await this.line();
  }

  async prove(token = TOKEN): Promise<string> {
    const peer = (await this.line()).split(' ').at(-1) ?? '';
    const client = 'c'.repeat(32);
    return await this.ask(`PASS ${client} ${proofOf(token, 'client', { client, peer })}`);
  }
}

describe('ftpspec peer, as strangers and clients meet it', () => {
  let stop: AbortController;
  let ended: Promise<PeerEnd>;
  let port: number;
  let free: number;
  const clients: Raw[] = [];

  beforeEach(async () => {
    stop = new AbortController();
    const placeholder = await listen(() => undefined);
    await placeholder.close();
    free = placeholder.port;
    port = await new Promise((resolve, reject) => {
      ended = servePeer({
        hosts: ['127.0.0.1'],
        port: 0,
        ports: [free],
        token: TOKEN,
        forMs: 120_000,
        signal: stop.signal,
        onListening: (endpoint) => resolve(endpoint.port),
        onEvent: () => undefined,
      });
      ended.catch(reject);
    });
  });

  afterEach(async () => {
    stop.abort();
    await ended;
    for (const { socket } of clients.splice(0)) socket.destroy();
    await letGo();
  });

  function client(): Raw {
    const one = new Raw(port);
    clients.push(one);
    return one;
  }

  for (const [what, said] of [
    ['a command of FTP', 'USER anonymous'],
    ['a command of its own without the token', 'HOLD 21'],
    ['a proof that is none', `PASS ${'0'.repeat(32)} ${'0'.repeat(64)}`],
    ['an HTTP request', 'GET / HTTP/1.1'],
  ] as const)
    it(`turns away whoever says ${what}, and goes on waiting`, async () => {
      const stranger = client();
      await stranger.line();
      expect(await stranger.ask(said)).to.match(/^530 /);
      expect(await stranger.line()).to.equal('closed');
      expect(await client().prove()).to.match(/^230 [0-9a-f]{64} \d+$/);
    });

  it('ends with one whose line never ends', async () => {
    const stranger = client();
    await stranger.line();
    stranger.socket.write('x'.repeat(LONGEST_LINE + 1));
    expect(await stranger.line()).to.equal('closed');
  });

  it('holds few strangers at a time', async () => {
    const strangers = Array.from({ length: 5 }, client);
    const first = await Promise.all(strangers.map((one) => one.line()));
    expect(first.filter((line) => line === 'closed')).to.have.length(1);
  });

  it('never says the token, and proves that it has it', async () => {
    const one = client();
    const peer = (await one.line()).split(' ').at(-1) ?? '';
    const nonces = { client: '1'.repeat(32), peer };
    const said = await one.ask(`PASS ${nonces.client} ${proofOf(TOKEN, 'client', nonces)}`);
    expect(said)
      .to.contain(proofOf(TOKEN, 'peer', nonces))
      .and.not.contain(TOKEN);
  });

  it('serves one client, and is gone with it', async () => {
    const one = client();
    await one.prove();
    const second = client();
    expect(await second.prove()).to.match(/^530 |closed/);
    expect(await one.ask('QUIT')).to.match(/^221 /);
    expect(await ended).to.equal('served');
    expect(await client().line()).to.equal('closed');
  });

  it('listens on no port but those named', async () => {
    const one = client();
    await one.prove();
    expect(await one.ask(`HOLD ${free === 65_535 ? 1024 : free + 1}`)).to.match(/^501 /);
    expect(await one.ask('HOLD 22')).to.match(/^501 /);
    expect(await one.ask(`HOLD ${free}`)).to.match(/^200 /);
    expect(await one.ask('CAME')).to.match(/^450 /);
  });

  it('dials nobody but whoever asks, whatever address is named, and no low port', async () => {
    const one = client();
    await one.prove();
    const victim = await listen(() => undefined, '127.0.0.2');
    let arrived = 0;
    const own = await listen(() => arrived++);
    const named = (at: number): string => `PORT 127,0,0,2,${at >> 8},${at & 255}`;
    expect(fromHex((await one.ask(named(victim.port))).slice(4))).to.equal(named(victim.port));
    expect(await one.ask('DIAL')).to.equal('200 refused');
    await one.ask(named(own.port));
    expect(await one.ask('DIAL')).to.equal('200 connected');
    expect(arrived).to.equal(1);
    await one.ask(named(22));
    expect(await one.ask('DIAL')).to.match(/^501 /);
  });

  it('knows no commands but its own, whatever a word means to JavaScript', async () => {
    const one = client();
    await one.prove();
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'noop'])
      expect(await one.ask(`${word} x`)).to.equal('502 no such command');
  });

  it('dials and answers a few times only', async () => {
    const one = client();
    await one.prove();
    const own = await listen(() => undefined);
    await one.ask(`PORT 127,0,0,1,${own.port >> 8},${own.port & 255}`);
    const dials: string[] = [];
    for (let count = 0; count < 5; count++) dials.push(await one.ask('DIAL'));
    expect(dials.at(-1)).to.match(/^552 /);
    let last = '';
    for (let count = 0; count < 100 && !last.startsWith('421'); count++) last = await one.ask('X');
    expect(last).to.match(/^421 |closed/);
    expect(await ended).to.equal('served');
  });
});
