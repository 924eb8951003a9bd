import { homeOf, type Settings } from '../options.ts';
import { generated } from './content.ts';
import { Store, type Directory, type File } from './store.ts';

const MIB = 1024 * 1024;

/** When the seeded files were last changed, so that dates can be compared over runs. */
const SEEDED = Date.UTC(2024, 1, 29, 12, 34, 56);

/** A store with the files that tests can rely on and a home for every account. */
export function seededStore(settings: Settings): Store {
  const store = new Store(settings);
  const text = (path: string, lines: readonly string[]): File =>
    file(path, Buffer.from(lines.map((line) => `${line}\n`).join('')));
  const file = (path: string, bytes: Buffer): File => {
    const made = store.writableFile(path);
    made.content.append(bytes);
    return made;
  };
  const directory = (path: string): Directory => store.makeDirectory(path);

  text('/welcome.txt', ['Welcome.', '', 'Every line of this file ends alike.', 'Goodbye.']);
  directory('/pub');
  text('/pub/readme.txt', ['octets.bin holds every octet once.', 'large.bin is made when read.']);
  file('/pub/octets.bin', Buffer.from(Uint8Array.from({ length: 256 }, (_, octet) => octet)));
  store.writableFile('/pub/large.bin').content.append(generated(16 * MIB + 1));
  directory('/empty');
  directory('/huge');
  store.writableFile('/huge/4gib.bin').content.append(generated(4096 * MIB + 1));
  const readOnly = directory('/readonly');
  text('/readonly/fixed.txt', ['Nobody may change this file or its directory.']);
  const restricted = directory('/restricted');
  text('/restricted/secret.txt', ['Nobody may read this.']).readable = false;
  if (settings.homes) directory('/home');
  for (const account of settings.accounts) {
    const home = homeOf(account, settings);
    if (!store.find(home)) directory(home);
  }

  readOnly.writable = false;
  restricted.writable = restricted.listable = false;
  store.root.writable = !settings.homes;
  age(store.root);
  return store;
}

function age(directory: Directory): void {
  directory.modified = directory.created = SEEDED;
  for (const node of directory.children.values()) {
    if (node.kind === 'dir') age(node);
    else node.modified = node.created = SEEDED;
  }
}
