import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ContainerOptions, startContainer } from '../../src/targets/container.ts';
import {
  connectEngine,
  ContainerError,
  type Engine,
  ownerLabels,
} from '../../src/targets/container-engine.ts';
import { findEndpoints } from '../../src/targets/container-network.ts';
import { missingEngine } from '../support/engine.ts';
import { requirePart } from '../support/require.ts';
import { type Lab, openLab } from './containers.ts';
import { declared } from './declaration.ts';

describe('a container target', () => {
  let lab: Lab | undefined;
  let folder: string;

  before(async function () {
    requirePart.call(this, 'Docker', await missingEngine());
    lab = await openLab([declared('vsftpd')]);
  });
  after(async () => lab?.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  /** Starts what a Dockerfile on top of the servers' common image says. */
  const startFrom = async (lines: string[], options: ContainerOptions = {}) => {
    await writeFile(join(folder, 'Dockerfile'), ['FROM ftpspec/base', ...lines].join('\n'));
    return await startContainer({ dockerfile: folder }, options);
  };

  it('greets at both addresses of a network with IPv6, and is gone after stop', async () => {
    const container = await lab!.start('vsftpd');
    expect(container.endpoints.map(({ host, port }) => [host.includes(':'), port])).to.deep.equal([
      [false, 21],
      [true, 21],
    ]);
    expect(container.describe).to.match(/^ftpspec\/vsftpd, container [0-9a-f]{12}, at its own/);
    await container.stop();
    await container.stop();
    expect(await ownContainers()).to.be.empty;
  });

  it('is built from a directory with a Dockerfile, on any port', async () => {
    const greet =
      `perl -MIO::Socket -e '$l=IO::Socket::INET->new(LocalPort=>2121,Listen=>9,ReuseAddr=>1);
      while($c=$l->accept){print $c "220 $ENV{WHO}\\r\\n";<$c>}'`.replaceAll(/\n\s*/g, ' ');
    const container = await startFrom([`CMD ["sh", "-c", ${JSON.stringify(greet)}]`], {
      port: 2121,
      env: { WHO: 'me' },
      init: true,
    });
    expect(container.endpoints).to.have.lengthOf(1);
    expect(container.endpoints[0]?.port).to.equal(2121);
    await container.stop();
  });

  const failures: [
    what: string,
    dockerfile: string[],
    options: ContainerOptions,
    message: RegExp,
  ][] = [
    [
      'a server that ends',
      ['CMD ["sh", "-c", "echo no such setting >&2; exit 7"]'],
      {},
      /^The server of ftpspec\/\S+ ended with status 7; the last that it wrote is\n {2}no such setting$/,
    ],
    [
      'a server that does not listen',
      ['CMD ["sleep", "1000"]'],
      { greetingMs: 500 },
      /did not greet with 220 within 500 ms \(\S+:21: the connection is refused\), and it wrote nothing\.$/,
    ],
    [
      'a command that is not in the image',
      ['ENTRYPOINT ["/no/such/server"]'],
      {},
      /^The container of ftpspec\/\S+ did not start: .*no such file or directory/,
    ],
    [
      'a network that the engine does not have',
      ['CMD ["sleep", "1000"]'],
      { network: 'no-such-network' },
      /^The container of ftpspec\/\S+ did not start: network no-such-network not found\.$/,
    ],
    [
      'a build that fails',
      ['RUN echo a reason >&2; exit 3'],
      {},
      /^The image in \S+ could not be built: .* returned a non-zero code: 3; the last output is "a reason"\.$/,
    ],
    [
      'a Dockerfile that cannot be read',
      ['FRUM debian'],
      {},
      /^The image in \S+ could not be built: .*unknown instruction: FRUM/,
    ],
  ];
  for (const [what, dockerfile, options, message] of failures)
    it(`tells of ${what}, and leaves nothing behind`, async () => {
      const error = await rejection(startFrom(dockerfile, options));
      expect(error).to.be.instanceOf(ContainerError);
      expect(error.message).to.match(message);
      expect(await ownContainers()).to.be.empty;
    });

  it('tells of an image that is nowhere', async () => {
    const error = await rejection(startContainer({ image: 'ftpspec.invalid/nothing:1' }));
    expect(error).to.be.instanceOf(ContainerError);
    expect(error.message).to.match(
      /^There is no image "ftpspec.invalid\/nothing:1" here, and it could not be pulled: .*no such host/,
    );
  });

  it('tells of a directory without Dockerfile', async () => {
    const error = await rejection(startContainer({ dockerfile: folder }));
    expect(error.message).to.equal(`There is no Dockerfile in ${folder}.`);
  });

  it('is removed when the start is interrupted', async () => {
    const interrupt = new AbortController();
    const started = startFrom(['CMD ["sleep", "1000"]'], { signal: interrupt.signal });
    const error = rejection(started);
    while ((await ownContainers()).length === 0);
    interrupt.abort(new Error('interrupted'));
    expect((await error).message).to.equal('interrupted');
    expect(await ownContainers()).to.be.empty;
  });

  it('is removed by the next run when the process that started it died', async () => {
    const engine = await connectEngine();
    const labels = await ownerLabels();
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const orphan = await engine.container.create({
      Image: 'ftpspec/base',
      Labels: { 'ftpspec.owner': labels['ftpspec.owner']!.replace(/\d+$/, String(dead)) },
    });
    const [first, second] = [await lab!.start('vsftpd'), await lab!.start('vsftpd')];
    expect((await rejection(orphan.inspect())).message).to.contain('No such container');
    expect(await ownContainers()).to.have.lengthOf(2);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('is reached through the published port where its own address is on no link of ours', async () => {
    const engine = await connectEngine();
    const inspected = {
      State: { Running: true },
      NetworkSettings: {
        Networks: {
          far: {
            IPAddress: '240.0.0.7',
            IPPrefixLen: 24,
            GlobalIPv6Address: '',
            GlobalIPv6PrefixLen: 0,
          },
        },
        Ports: { '21/tcp': [{ HostIp: '127.0.0.1', HostPort: '40021' }] },
      },
    };
    const container = { getById: () => ({}), inspect: () => Promise.resolve(inspected) };
    const far = { info: engine.info, container } as unknown as Engine;
    const reach = await findEndpoints(far, 'any', 21);
    expect(reach).to.deep.equal({
      candidates: [{ host: '127.0.0.1', port: 40021 }],
      way: 'through the published port',
    });
  });
});

async function ownContainers() {
  const { dockerode } = (await connectEngine()).container;
  const all = await dockerode.listContainers({ all: true, filters: { label: ['ftpspec.owner'] } });
  return all.filter(({ Labels }) => Labels['ftpspec.owner']?.endsWith(`/${process.pid}`));
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(
    () => expect.fail('it started'),
    (error: unknown) => error as Error,
  );
}
