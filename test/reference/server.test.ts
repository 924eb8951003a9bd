import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { ServeError, startReference } from '../../src/reference/index.ts';
import { missing, requirePart } from '../support/require.ts';
import { dial, withLogin, withServer } from './raw.ts';

describe('the start and the end of the reference server', () => {
  it('listens on both families of loopback', function () {
    requirePart.call(this, 'IPv6', missing.ipv6());
    return withServer({}, async (open, server) => {
      expect(server.hosts).to.deep.equal(['127.0.0.1', '::1']);
      const raw = await open('::1');
      expect((await raw.reply()).code).to.equal(220);
      await raw.login(server.user, server.password);
      expect((await raw.send('PASV')).code).to.equal(501);
      expect((await raw.fetch('NLST')).codes).to.deep.equal([150, 226]);
    });
  });

  it('says which port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      const server = await startReference({ port });
      await server.close();
      expect.fail('it started');
    } catch (error) {
      expect(error).to.be.instanceOf(ServeError);
      expect((error as Error).message).to.equal(
        `port ${port} of 127.0.0.1 is in use; stop what listens there or name another port.`,
      );
    } finally {
      taken.close();
    }
  });

  it('takes its passive ports from the range given', () =>
    withLogin({ passivePorts: [43_210, 43_219] }, async (raw) => {
      for (let i = 0; i < 5; i++) {
        const port = Number(/\|(\d+)\|/.exec((await raw.send('EPSV')).text)?.[1]);
        expect(port).to.be.within(43_210, 43_219);
      }
    }));

  it('closes control and data connections and listeners', async () => {
    let port = 0;
    await withLogin({}, async (raw, server) => {
      ({ port } = server);
      const data = await raw.passive();
      raw.write('RETR /pub/large.bin\r\n');
      await raw.reply();
      await server.close();
      await raw.gone();
      data.resume();
      if (!data.closed) await once(data, 'close');
    });
    const error = await dial('127.0.0.1', port).catch((reason: unknown) => reason);
    expect((error as NodeJS.ErrnoException).code).to.equal('ECONNREFUSED');
  });
});
