import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../../src/reference/tls.ts';
import { ACCOUNT, ANOTHER } from './accounts.ts';

/** What the account finds, as in base/Dockerfile; a folder where there is no text. */
const FILES: Readonly<Record<string, string | undefined>> = {
  'small.txt': 'first line\nsecond line\n',
  'empty.txt': '',
  folder: undefined,
  'folder/file.txt': 'in a folder\n',
  'folder/deeper': undefined,
  'folder/deeper/file.txt': 'deeper\n',
  hollow: undefined,
  'two words': undefined,
  'two words/a file.txt': 'a name with spaces\n',
};

/** 20 MiB in lines that can be told apart. */
const LARGE = { lines: 1_310_720, digits: 15 };

/**
 * Fills an empty folder for a server that runs as a process: homes of both accounts and of strangers, a certificate.
 * @returns the variables of process.ts that say where these are
 */
export async function makeHome(root: string): Promise<Record<string, string>> {
  const [home, other, strangers] = [ACCOUNT.user, ANOTHER.user, 'anonymous'].map((name) =>
    join(root, name),
  ) as [string, string, string];
  for (const folder of [home, other, join(strangers, 'pub')])
    mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES))
    if (text === undefined) mkdirSync(join(home, name));
    else writeFileSync(join(home, name), text);
  writeFileSync(join(home, 'large.txt'), largeText());
  writeFileSync(join(strangers, 'pub/welcome.txt'), 'for everybody\n');
  const { cert, key } = await makeCertificate(['localhost'], ['127.0.0.1', '::1']);
  const files = { FTP_CERTIFICATE: cert, FTP_KEY: key, FTP_BOTH: `${key}${cert}` };
  const paths = Object.entries(files).map(([name, text]) => {
    const file = join(root, `${name.toLowerCase()}.pem`);
    writeFileSync(file, text, { mode: 0o600 });
    return [name, file] as const;
  });
  return { FTP_ROOT: root, ...Object.fromEntries(paths) };
}

function largeText(): string {
  const lines = Array.from({ length: LARGE.lines }, (_, index) =>
    String(index + 1).padStart(LARGE.digits, '0'),
  );
  return `${lines.join('\n')}\n`;
}
