import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { cache, cacheOf } from './paths.ts';

const run = promisify(execFile);
const store = cacheOf('certificates', import.meta.url);

/** The root that clients are told to trust with `--ca`. */
export const authority = `${store}/authority.pem`;

export type CertificateName =
  'good' | 'direct' | 'self-signed' | 'expired' | 'other-name' | 'incomplete' | 'unknown-authority';

/** Certificate (with the chain it sends) and key, each in a file of its own, and both in one. */
export function certificate(name: CertificateName) {
  return {
    chain: `${store}/${name}.pem`,
    key: `${store}/${name}.key`,
    both: `${store}/${name}.both.pem`,
  };
}

const names =
  'DNS:ftp.example.net,DNS:ftp6.example.net,DNS:dual.example.net,' +
  'IP:203.0.113.20,IP:2001:db8:c::20';

/** Makes all certificates once; later calls find them there. */
export async function makeCertificates(): Promise<void> {
  if (existsSync(store)) return;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(`${cache}/making-`);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: work });
  const file = (name: string) => readFile(`${work}/${name}`, 'utf8');

  const request = async (name: string, subject: string) => {
    await openssl(
      ...['req', '-new', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
      ...['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`],
    );
  };
  const self = (name: string, extensions: string) =>
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-signkey', `${name}.key`, '-days', '3650'],
      ...['-extfile', extensions, '-out', `${name}.pem`],
    );
  const sign = (name: string, issuer: string, extensions: string, start: string, end: string) =>
    openssl(
      ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-in', `${name}.csr`],
      ...['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`, '-extfile', extensions],
      ...['-startdate', start, '-enddate', end, '-out', `${name}.pem`],
    );

  try {
    await writeFile(`${work}/index.txt`, '');
    await writeFile(`${work}/serial`, '01\n');
    await writeFile(
      `${work}/ca.cnf`,
      '[ca]\ndefault_ca=lab\n[lab]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\n' +
        'default_md=sha256\npolicy=any\nunique_subject=no\nrand_serial=yes\n[any]\ncommonName=supplied\n',
    );
    await writeFile(`${work}/ca.ext`, 'basicConstraints=critical,CA:TRUE\n');
    await writeFile(`${work}/leaf.ext`, `subjectAltName=${names}\n`);
    await writeFile(`${work}/other.ext`, 'subjectAltName=DNS:www.example.org\n');
    const [start, end] = ['20240101000000Z', '20991231235959Z'];

    for (const root of ['authority', 'stranger']) {
      await request(root, `ftpspec lab ${root}`);
      await self(root, 'ca.ext');
    }
    await request('intermediate', 'ftpspec lab intermediate');
    await sign('intermediate', 'authority', 'ca.ext', start, end);

    for (const leaf of [
      'good',
      'direct',
      'self-signed',
      'expired',
      'other-name',
      'unknown-authority',
    ]) {
      await request(leaf, leaf === 'other-name' ? 'www.example.org' : 'ftp.example.net');
    }
    await sign('good', 'intermediate', 'leaf.ext', start, end);
    await sign('direct', 'authority', 'leaf.ext', start, end);
    await sign('expired', 'intermediate', 'leaf.ext', start, '20240201000000Z');
    await sign('other-name', 'intermediate', 'other.ext', start, end);
    await sign('unknown-authority', 'stranger', 'leaf.ext', start, end);
    await self('self-signed', 'leaf.ext');
    await writeFile(`${work}/incomplete.pem`, await file('good.pem'));
    await writeFile(`${work}/incomplete.key`, await file('good.key'));

    const chain = await file('intermediate.pem');
    for (const leaf of ['good', 'expired', 'other-name']) {
      await writeFile(`${work}/${leaf}.pem`, (await file(`${leaf}.pem`)) + chain);
    }
    for (const leaf of [
      'good',
      'direct',
      'self-signed',
      'expired',
      'other-name',
      'incomplete',
      'unknown-authority',
    ]) {
      const both = (await file(`${leaf}.key`)) + (await file(`${leaf}.pem`));
      await writeFile(`${work}/${leaf}.both.pem`, both);
    }
    await rename(work, store).catch((error: unknown) => {
      if (!existsSync(store)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
