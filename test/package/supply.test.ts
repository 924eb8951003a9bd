import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../..');

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ ...one, name: path.replace(/^.*node_modules\//, '') }));

/** Licences that ask for no more than to be named. */
const PERMITTED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

/** What only development needs, and goes nowhere. */
const FOR_DEVELOPMENT = [...PERMITTED, 'MPL-2.0', 'PSF-2.0'];

/** Packages that name their licence, MIT, in a way that is no more: `licenses` of package.json. */
const OLD_FASHIONED = ['buildcheck', 'cpu-features', 'ssh2'];

describe('what comes with ftpspec', () => {
  it('is under licences that are permitted, and so is what its development needs', () => {
    const odd = locked.filter(({ name, license = '', dev = false }) => {
      const permitted = dev ? FOR_DEVELOPMENT : PERMITTED;
      return !permitted.includes(license) && !(dev && OLD_FASHIONED.includes(name));
    });
    expect(odd.map(({ name, license }) => `${name}: ${license}`)).to.deep.equal([]);
  });

  it('stands in a bill of materials, each package with its licence, and nothing else', async () => {
    await promisify(execFile)(process.execPath, ['sbom.js'], { cwd: ROOT });
    const bill = JSON.parse(readFileSync(join(ROOT, 'dist/sbom.cdx.json'), 'utf8')) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { name: string; version: string; licenses?: unknown[] }[];
    };
    expect(bill.bomFormat).to.equal('CycloneDX');
    expect(bill.metadata.component.name).to.equal('ftpspec');
    const shipped = locked.filter(({ dev }) => dev !== true);
    const named = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
    expect(bill.components.map(named)).to.have.members([...new Set(shipped.map(named))]);
    expect(bill.components.filter(({ licenses = [] }) => licenses.length === 0)).to.deep.equal([]);
  });
});
