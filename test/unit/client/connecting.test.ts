import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dial } from '../../../src/client/dial.ts';
import { Closed, Timeout } from '../../../src/client/failures.ts';
import { Listener } from '../../../src/client/listener.ts';
import { Changes, within } from '../../../src/client/waiting.ts';
import { letGo, listen } from '../../support/loopback.ts';

const MS = 20_000;

describe('dial', () => {
  afterEach(letGo);

  it('connects, and knows both ends', async () => {
    const { host, port } = await listen(() => undefined);
    const dialled = await dial({ host, port }, { timeoutMs: MS });
    if (dialled.outcome !== 'connected') expect.fail(dialled.code);
    expect(dialled.channel.peer).to.deep.equal({ host, port });
    expect(dialled.channel.local.host).to.equal('127.0.0.1');
    expect(dialled.ms).to.be.at.least(0);
    dialled.channel.destroy();
  });

  it('is refused where nobody listens', async () => {
    const gone = await listen(() => undefined);
    await gone.close();
    const dialled = await dial(gone, { timeoutMs: MS });
    expect(dialled).to.include({ outcome: 'refused', code: 'ECONNREFUSED' });
  });

  it('comes from the address and port that are asked for', async () => {
    const { host, port } = await listen(() => undefined);
    const first = await Listener.open('127.0.0.1', [0]);
    await first.close();
    const options = { timeoutMs: MS, localAddress: '127.0.0.1', localPort: first.endpoint.port };
    const dialled = await dial({ host, port }, options);
    if (dialled.outcome !== 'connected') expect.fail(dialled.code);
    expect(dialled.channel.local).to.deep.equal(first.endpoint);
    dialled.channel.destroy();
  });

  it('answers "unreachable" where its own address is not one of this machine', async () => {
    const { host, port } = await listen(() => undefined);
    const dialled = await dial({ host, port }, { timeoutMs: MS, localAddress: '192.0.2.1' });
    expect(dialled).to.include({ outcome: 'unreachable', code: 'EADDRNOTAVAIL' });
  });

  it('gives up at once when told to', async () => {
    const { host, port } = await listen(() => undefined);
    const dialled = await dial({ host, port }, { timeoutMs: MS, signal: AbortSignal.abort() });
    expect(dialled).to.include({ outcome: 'failed', code: 'aborted' });
  });
});

describe('Listener', () => {
  afterEach(letGo);

  it('takes the first free port of several', async () => {
    const taken = await listen(() => undefined);
    const listener = await Listener.open('127.0.0.1', [taken.port, 0]);
    expect(listener.endpoint.port).to.not.equal(taken.port);
    await listener.close();
  });

  it('says why none of the ports will do', async () => {
    const { port } = await listen(() => undefined);
    const failed = await Listener.open('127.0.0.1', [port]).catch((error: unknown) => error);
    expect(failed).to.have.property('code', 'EADDRINUSE');
    const none = await Listener.open('127.0.0.1', []).catch((error: unknown) => error);
    expect(none).to.have.property('message', 'no port to listen on');
  });

  it('hands connections over in the order they came', async () => {
    const listener = await Listener.open('127.0.0.1', [0]);
    const ports: (number | undefined)[] = [];
    const sockets = [];
    for (let turn = 0; turn < 3; turn++) {
      const socket = connect(listener.endpoint);
      await once(socket, 'connect');
      sockets.push(socket);
      ports.push(socket.localPort);
    }
    const accepted = [];
    for (let turn = 0; turn < 3; turn++) accepted.push(await listener.accept(MS));
    expect(accepted.map(({ peer }) => peer.port)).to.deep.equal(ports);
    for (const one of [...accepted, ...sockets]) one.destroy();
    await listener.close();
  });

  it('says that nobody came', async () => {
    const listener = await Listener.open('127.0.0.1', [0]);
    const late = await listener.accept(1).catch((error: unknown) => error);
    expect(late).to.be.instanceOf(Timeout);
    expect((late as Timeout).awaited).to.equal('a connection from the server');
    await listener.close();
  });

  it('lets those who wait go when it is closed, and drops connections nobody took', async () => {
    const listener = await Listener.open('127.0.0.1', [0]);
    const waiting = listener.accept(MS).catch((error: unknown) => error);
    await listener.close();
    expect(await waiting).to.be.instanceOf(Closed);

    const other = await Listener.open('127.0.0.1', [0]);
    const socket = connect(other.endpoint);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    await other.close();
    if (!socket.closed) await once(socket.resume(), 'close');
    const refused = await dial(other.endpoint, { timeoutMs: MS });
    expect(refused.outcome).to.equal('refused');
  });
});

describe('waiting', () => {
  it('gives the value that comes in time', async () =>
    expect(await within(Promise.resolve(1), MS, 'it')).to.equal(1));

  it('says what did not come, and for how long it waited', async () => {
    const late = await within(new Promise(() => undefined), 1, 'the tide').catch(
      (error: unknown) => error,
    );
    expect(late).to.be.instanceOf(Timeout);
    expect((late as Timeout).message).to.equal('the tide did not come within 1 ms');
  });

  it('wakes all who wait on a change, each for what it looks for', async () => {
    const changes = new Changes();
    let value = 0;
    const when = (least: number): Promise<number> =>
      changes.until(() => (value >= least ? value : undefined), MS, `${least}`);
    const two = when(2);
    const one = when(1);
    value = 1;
    changes.notify();
    expect(await one).to.equal(1);
    value = 2;
    changes.notify();
    expect(await two).to.equal(2);
  });
});
