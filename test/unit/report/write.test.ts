import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureWritable, ReportError, writeReport } from '../../../src/report/common/write.ts';

describe('writing a report', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-report-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the folders above it', async () => {
    await writeReport(join(folder, 'a/b/junit.xml'), 'text');
    expect(await readFile(join(folder, 'a/b/junit.xml'), 'utf8')).to.equal('text');
  });

  it('replaces what was there, and leaves nothing else', async () => {
    const path = join(folder, 'junit.xml');
    await writeFile(path, 'a much longer old text');
    await writeReport(path, 'new');
    expect(await readFile(path, 'utf8')).to.equal('new');
    expect(await readdir(folder)).to.deep.equal(['junit.xml']);
  });

  it('writes through a symbolic link', async () => {
    await writeFile(join(folder, 'real'), '');
    await symlink('real', join(folder, 'link'));
    await writeReport(join(folder, 'link'), 'text');
    expect(await readFile(join(folder, 'real'), 'utf8')).to.equal('text');
    expect((await readdir(folder)).sort()).to.deep.equal(['link', 'real']);
  });

  it('leaves a device a device', async () => {
    await writeReport('/dev/null', 'text');
    await ensureWritable('/dev/null');
    expect(await readFile('/dev/null', 'utf8')).to.equal('');
  });

  it('can be tried before: that leaves the folder and no file', async () => {
    await ensureWritable(join(folder, 'new/junit.xml'));
    expect(await readdir(join(folder, 'new'))).to.deep.equal([]);
  });

  const impossible: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    [
      'below a file',
      async () => {
        await writeFile(join(folder, 'file'), '');
        return join(folder, 'file/junit.xml');
      },
      /a part of the path is a file/,
    ],
    [
      'deep below a file',
      async () => {
        await writeFile(join(folder, 'file'), '');
        return join(folder, 'file/a/junit.xml');
      },
      /a part of the path is a file/,
    ],
    [
      'where a folder is',
      async () => {
        await mkdir(join(folder, 'junit.xml'));
        return join(folder, 'junit.xml');
      },
      /it is a folder/,
    ],
    ['without a name', () => Promise.resolve(''), /it names a folder/],
    [
      'in a file system that takes none',
      () => Promise.resolve('/proc/ftpspec/junit.xml'),
      /cannot be made|denied/,
    ],
    [
      'by a name that is too long',
      () => Promise.resolve(join(folder, 'x'.repeat(300))),
      /the name is too long/,
    ],
  ];
  for (const [name, make, why] of impossible)
    for (const [attempt, work] of [
      ['writing', (path: string) => writeReport(path, 'text')],
      ['the trial', ensureWritable],
    ] as const)
      it(`refuses a report ${name} in ${attempt}, in one sentence`, async () => {
        const path = await make();
        const error = await work(path).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(ReportError);
        expect((error as ReportError).message)
          .to.match(why)
          .and.include(`the report ${path} cannot be written: `)
          .and.include('choose another place')
          .and.not.include('\n');
      });
});
