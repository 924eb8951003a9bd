import { expect } from 'chai';
import {
  activeCommand,
  activeVerb,
  announcedEndpoint,
  dialPassive,
  listenForServer,
  passiveVerb,
  portsToListenOn,
} from '../../../src/client/data-set-up.ts';
import { ControlConnection } from '../../../src/client/control.ts';
import { dial } from '../../../src/client/dial.ts';
import { Transcript } from '../../../src/client/transcript.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { letGo, listen, onLines } from '../../support/loopback.ts';

const MS = 20_000;
const PEER = { host: '192.0.2.7', port: 21 };

describe('commands that set a data connection up', () => {
  it('are those that the address family can express', () => {
    expect(passiveVerb('192.0.2.7', 'PASV')).to.equal('PASV');
    expect(passiveVerb('192.0.2.7', 'EPSV')).to.equal('EPSV');
    expect(passiveVerb('2001:db8::7', 'PASV')).to.equal('EPSV');
    expect(activeVerb('192.0.2.7')).to.equal('PORT');
    expect(activeVerb('fe80::7%eth0')).to.equal('EPRT');
  });

  it('name where the client listens', () => {
    expect(activeCommand('PORT', { host: '192.0.2.1', port: 1025 })).to.equal('PORT 192,0,2,1,4,1');
    expect(activeCommand('EPRT', { host: '2001:db8::1', port: 1025 })).to.equal(
      'EPRT |2|2001:db8::1|1025|',
    );
  });
});

describe('announced endpoints', () => {
  it('carry the address of a 227, and the peer for a 229, whatever address that names', () => {
    const both = { host: '198.51.100.1', port: 1025 };
    expect(announcedEndpoint('PASV', 'Entering (198,51,100,1,4,1)', PEER)).to.deep.equal(both);
    for (const fields of ['|||1025|', '|1|198.51.100.1|1025|'])
      expect(announcedEndpoint('EPSV', `Entering (${fields})`, PEER)).to.deep.equal({
        host: PEER.host,
        port: 1025,
      });
  });

  it('are missing from other texts', () => {
    for (const verb of ['PASV', 'EPSV'] as const)
      expect(() => announcedEndpoint(verb, 'Entering passive mode', PEER)).to.throw(WireError);
  });
});

describe('a passive data connection', () => {
  afterEach(letGo);

  it("goes to the announced port at the control connection's peer", async () => {
    const data = await listen(() => undefined);
    const server = await listen((socket) => {
      onLines(socket, () => {
        socket.write(`227 Entering (192,0,2,99,${data.port >> 8},${data.port & 255})\r\n`);
      });
    });
    const dialled = await dial(server, { timeoutMs: MS });
    if (dialled.outcome !== 'connected') expect.fail(dialled.code);
    const control = new ControlConnection('main', dialled.channel, new Transcript([]));
    await control.send('PASV');
    const passive = await dialPassive(control, 'PASV', await control.reply(MS), { timeoutMs: MS });
    expect(passive.to).to.deep.equal({ host: data.host, port: data.port });
    if (passive.dialled.outcome !== 'connected') expect.fail(passive.dialled.code);
    passive.dialled.channel.destroy();
    control.destroy();
  });
});

describe('listening for the server', () => {
  it('announces the address it listens on, or the one that leads there', async () => {
    for (const [named, announced] of [
      [undefined, '127.0.0.1'],
      ['192.0.2.1', '192.0.2.1'],
    ] as const) {
      const active = await listenForServer('127.0.0.1', [0], named);
      expect(active.listener.endpoint.host).to.equal('127.0.0.1');
      expect(active.announced).to.deep.equal({
        host: announced,
        port: active.listener.endpoint.port,
      });
      await active.listener.close();
    }
  });

  it('tries the ports of a range in order, and any port where there is none', () => {
    expect(portsToListenOn([5000, 5002])).to.deep.equal([5000, 5001, 5002]);
    expect(portsToListenOn(undefined)).to.deep.equal([0]);
  });
});
