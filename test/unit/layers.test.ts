import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { scratchFolder } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What `npm run check` says about the imports of a tree with these files: a line for each rule and file that breaks it. */
function complaints(files: Readonly<Record<string, string>>): string {
  const { path, remove } = scratchFolder();
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(path, dirname(name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    for (const name of ['.dependency-cruiser.js', 'tsconfig.json', 'package.json'])
      copyFileSync(join(ROOT, name), join(path, name));
    symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
    execFileSync(process.execPath, [join(ROOT, 'node_modules/.bin/depcruise'), 'src'], {
      cwd: path,
      encoding: 'utf8',
    });
    return '';
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  } finally {
    remove();
  }
}

const REPLY = 'export const reply = 220;\nexport interface Reply {\n  readonly code: number;\n}\n';

const PLANTED: readonly {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly rule: RegExp;
}[] = [
  {
    what: 'a circle of values',
    files: {
      'src/wire/a.ts': "import { b } from './b.ts';\nexport const a = (): unknown => b;\n",
      'src/wire/b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a;\n",
    },
    rule: /no-circle: src\/wire\/[ab]\.ts/,
  },
  {
    what: 'a circle of types',
    files: {
      'src/wire/a.ts': "import type { B } from './b.ts';\nexport type A = B | 1;\n",
      'src/wire/b.ts': "import type { A } from './a.ts';\nexport type B = A[];\n",
    },
    rule: /no-circle: src\/wire\/[ab]\.ts/,
  },
  {
    what: 'an import up the layers',
    files: {
      'src/wire/a.ts': "export { reply } from '../client/reply.ts';\n",
      'src/client/reply.ts': REPLY,
    },
    rule: /wire-imports-downwards: src\/wire\/a\.ts → src\/client\/reply\.ts/,
  },
  {
    what: 'a type imported up the layers',
    files: {
      'src/probe/a.ts': "export type { Reply } from '../diagnose/reply.ts';\n",
      'src/diagnose/reply.ts': REPLY,
    },
    rule: /probe-imports-downwards: src\/probe\/a\.ts/,
  },
  {
    what: 'a sibling imported',
    files: {
      'src/rules/a.ts': "export { reply } from '../scenario/reply.ts';\n",
      'src/scenario/reply.ts': REPLY,
    },
    rule: /rules-imports-downwards: src\/rules\/a\.ts/,
  },
  {
    what: 'a dynamic import up the layers',
    files: {
      'src/runner/a.ts': "export const later = async () => await import('../cli/reply.ts');\n",
      'src/cli/reply.ts': REPLY,
    },
    rule: /runner-imports-downwards: src\/runner\/a\.ts/,
  },
  {
    what: 'a package outside the layer that owns it',
    files: { 'src/runner/a.ts': "import yargs from 'yargs';\nexport const a = yargs;\n" },
    rule: /yargs-has-its-layer: src\/runner\/a\.ts/,
  },
  {
    what: 'a package that no layer owns',
    files: { 'src/report/a.ts': "import { format } from 'prettier';\nexport const a = format;\n" },
    rule: /packages-are-listed: src\/report\/a\.ts/,
  },
  {
    what: 'a socket where reasoning is',
    files: {
      'src/diagnose/a.ts': "import { connect } from 'node:net';\nexport const a = connect;\n",
    },
    rule: /reasoning-opens-no-socket: src\/diagnose\/a\.ts/,
  },
  {
    what: 'an import that leads nowhere',
    files: { 'src/wire/a.ts': "export { b } from './nowhere.ts';\n" },
    rule: /no-unresolved-import: src\/wire\/a\.ts/,
  },
];

describe('the check of imports', () => {
  for (const { what, files, rule } of PLANTED)
    it(`fails on ${what}`, () => expect(complaints(files)).to.match(rule));

  it('lets imports down the layers and packages in their own layers pass', () => {
    const files = {
      'src/wire/reply.ts': REPLY,
      'src/cli/a.ts':
        "import yargs from 'yargs';\nimport { reply } from '../wire/reply.ts';\nexport const a = [yargs, reply];\n",
    };
    expect(complaints(files)).to.equal('');
  });
});
