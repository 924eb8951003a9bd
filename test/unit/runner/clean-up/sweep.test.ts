import { expect } from 'chai';
import fc from 'fast-check';
import type { MadeName } from '../../../../src/runner/clean-up/made-names.ts';
import { TooMuch } from '../../../../src/runner/clean-up/removal.ts';
import { Sweep } from '../../../../src/runner/clean-up/sweep.ts';
import { CLEAN_UP } from '../../../../src/runner/limits.ts';
import type { Leftover } from '../../../../src/runner/results.ts';
import { ModelSession, type Model, type Node } from './model-server.ts';

const ROOT = '/home/ftpspec-1';
const MOST_SESSIONS = 10;
/** What is the user's. */
const OWN: readonly (readonly [string, Node])[] = [
  ['/home', 'dir'],
  ['/home/keep', 'file'],
  ['/home/photos', 'dir'],
  ['/home/photos/one', 'file'],
];

function modelOf(below: Readonly<Record<string, Node>>, more: Omit<Model, 'nodes'> = {}): Model {
  const ours = Object.entries(below).map(([name, node]) => [`${ROOT}/${name}`, node] as const);
  return { nodes: new Map<string, Node>([...OWN, [ROOT, 'dir'], ...ours]), ...more };
}

interface Swept {
  readonly leftovers: Leftover[];
  /** of each session */
  readonly lines: readonly (readonly string[])[];
  /** the names that are left below the root, and the root as an empty one */
  readonly left: readonly string[];
}

/** Sweeps over as many sessions as it takes. */
async function sweep(
  model: Model,
  made: Readonly<Record<string, MadeName['kind']>> = {},
): Promise<Swept> {
  const names = Object.entries(made).map(([name, kind]) => ({ path: `${ROOT}/${name}`, kind }));
  const sweeping = new Sweep(ROOT, names);
  const sessions: ModelSession[] = [];
  for (let turn = 1; turn <= MOST_SESSIONS && !sweeping.isDone; turn++) {
    const session = new ModelSession(model);
    sessions.push(session);
    await sweeping.go(session).catch((error: unknown) => {
      if (error instanceof TooMuch) turn = MOST_SESSIONS;
    });
  }
  for (const [path, node] of OWN) expect(model.nodes.get(path), path).to.equal(node);
  return {
    leftovers: sweeping.leftovers('not asked'),
    lines: sessions.map(({ lines }) => lines),
    left: [...model.nodes.keys()]
      .filter((path) => path.startsWith(ROOT))
      .map((path) => path.slice(ROOT.length + 1)),
  };
}

const CLEAN = { leftovers: [], left: [] };

describe('the sweep of a directory of ours', () => {
  it('removes what it knows to be made without a listing', async () => {
    const { lines, ...rest } = await sweep(modelOf({ a: 'dir', 'a/b': 'dir', 'a/b/f': 'file' }), {
      a: 'directory',
      'a/b': 'directory',
      'a/b/f': 'file',
    });
    expect(rest).to.deep.equal(CLEAN);
    expect(lines).to.deep.equal([
      [`DELE ${ROOT}/a/b/f`, `RMD ${ROOT}/a/b`, `RMD ${ROOT}/a`, `RMD ${ROOT}`],
    ]);
  });

  it('finds what it cannot know, hidden files and directories too', async () => {
    const found = await sweep(
      modelOf({ a: 'dir', 'a/.hidden': 'file', 'a/b': 'dir', 'a/b/c': 'file' }),
    );
    expect(found).to.deep.include(CLEAN);
  });

  it('takes names of which it does not know what they are', async () => {
    const model = modelOf(
      { a: 'dir', f: 'file' },
      { lists: (_, line) => (line === 'NLST' ? [`${ROOT}/a`, 'f'] : []) },
    );
    expect(await sweep(model)).to.deep.include(CLEAN);
  });

  it('asks over the control connection where no data connection comes about', async () => {
    const found = await sweep(modelOf({ a: 'dir', 'a/b': 'file' }, { hasNoData: true }));
    expect(found).to.deep.include(CLEAN);
    expect(found.lines.flat().filter((line) => line.startsWith('LIST'))).to.have.length(1);
  });

  it('needs neither data connections nor STAT for what it knows', async () => {
    const model = modelOf(
      { a: 'dir', 'a/f': 'file' },
      { hasNoData: true, refuses: (line) => (line.startsWith('STAT') ? 502 : undefined) },
    );
    expect(await sweep(model, { a: 'directory', 'a/f': 'file' })).to.deep.include(CLEAN);
  });

  it('is outside of a directory when it asks for its removal', async () => {
    const model = modelOf(
      { a: 'dir', 'a/f': 'file' },
      { refuses: (line, cwd) => (line === `RMD ${cwd}` ? 550 : undefined) },
    );
    expect(await sweep(model)).to.deep.include(CLEAN);
  });

  it('asks once more over another session, in which it is not inside', async () => {
    const model = modelOf(
      { f: 'file' },
      {
        refuses: (line, cwd) =>
          line === `RMD ${cwd}` || line === 'CWD /home' || line === 'CDUP' ? 550 : undefined,
      },
    );
    expect(await sweep(model)).to.deep.include(CLEAN);
  });

  it('goes on over another session where one breaks, and comes back to what broke it', async () => {
    let breaks = 1;
    const model = modelOf(
      { a: 'file', b: 'file' },
      {
        refuses: (line) => {
          if (line.endsWith('/b') && breaks-- > 0) throw new Error('gone');
          return undefined;
        },
      },
    );
    const found = await sweep(model, { a: 'file', b: 'file' });
    expect(found).to.deep.include(CLEAN);
    expect(found.lines.length).to.be.greaterThan(1);
  });

  it('does not enter what was there before a command of ours would have made it', async () => {
    const model = modelOf(
      { a: { leadsTo: '/home/photos' } },
      { refuses: (line) => (line === `DELE ${ROOT}/a` ? 553 : undefined), showsLinks: true },
    );
    const { lines } = await sweep(model, { a: 'either' });
    expect(lines.flat()).to.not.include(`CWD ${ROOT}/a`);
  });

  it('takes names without a slash where only those are taken', async () => {
    const model = modelOf(
      { a: 'dir', 'a/f': 'file' },
      { refuses: (line) => (/^(DELE|RMD) .*\//.test(line) ? 553 : undefined) },
    );
    expect(await sweep(model)).to.deep.include(CLEAN);
    expect(await sweep(model, { a: 'directory', 'a/f': 'file' })).to.deep.include(CLEAN);
  });

  it('goes on as long as each session removes something', async () => {
    let asked = 0;
    const below = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`d${index}`, 'dir'] as const),
    );
    const model = modelOf(below, {
      refuses: (line) => {
        if (line.startsWith('RMD') && ++asked % 3 === 0) throw new Error('gone');
        return undefined;
      },
    });
    const made = Object.fromEntries(Object.keys(below).map((name) => [name, 'directory'] as const));
    expect(await sweep(model, made)).to.deep.include(CLEAN);
  });

  it('deletes a link and does not enter it', async () => {
    const found = await sweep(modelOf({ link: { leadsTo: '/home/photos' } }));
    expect(found).to.deep.include(CLEAN);
    expect(found.lines.flat()).to.not.include(`CWD ${ROOT}/link`);
  });

  it('leaves a link that cannot be deleted, and says so, however PWD shows the way through it', async () => {
    const model = modelOf(
      { link: { leadsTo: '/home/photos' } },
      {
        refuses: (line) => (/^DELE .*link$/.test(line) ? 550 : undefined),
        showsLinks: true,
      },
    );
    const { leftovers, left, lines } = await sweep(model);
    expect(left).to.deep.equal(['', 'link']);
    expect(
      lines.flat().filter((line) => line.includes('link/') || line.startsWith('CWD ')),
    ).to.not.include(`CWD ${ROOT}/link`);
    expect(leftovers).to.deep.equal([
      { name: `${ROOT}/link`, reply: '550 Said.' },
      { name: ROOT, reply: '550 Said.' },
    ]);
  });

  it('does not look around where a directory leads somewhere else', async () => {
    const model = modelOf(
      { link: { leadsTo: '/home/photos' } },
      {
        lists: (directory) =>
          directory === ROOT ? ['drwxr-xr-x 1 u u 20 Jan 29 12:34 link'] : undefined,
      },
    );
    const { lines } = await sweep(model);
    expect(lines.flat()).to.include(`CWD ${ROOT}/link`);
    expect(lines.flat().filter((line) => line.includes('/link/'))).to.deep.equal([]);
  });

  it('says what is left where the server removes nothing', async () => {
    const model = modelOf(
      { f: 'file' },
      { refuses: (line) => (/^(DELE|RMD)/.test(line) ? 550 : undefined) },
    );
    const { leftovers } = await sweep(model, { f: 'file' });
    expect(leftovers.map(({ name }) => name)).to.deep.equal([`${ROOT}/f`, ROOT]);
  });

  it('says nothing of what the server itself has removed', async () => {
    const model: Model = { nodes: new Map(OWN) };
    expect(await sweep(model, { f: 'file', d: 'directory' })).to.deep.include(CLEAN);
  });

  it('has an end where directories breed', async () => {
    const model = modelOf(
      {},
      {
        refuses: (line) =>
          line.startsWith('RMD') ? 550 : line.startsWith('CWD') ? 250 : undefined,
        lists: () => Array.from({ length: 20 }, (_, n) => `drwxr-xr-x 1 u u 20 Jan 29 12:34 d${n}`),
      },
    );
    let cwd = '';
    const refuses = model.refuses!;
    const session = new ModelSession({
      ...model,
      refuses: (line) => {
        if (line.startsWith('CWD ')) cwd = line.slice(4);
        return refuses(line, cwd);
      },
    });
    const ask = session.ask.bind(session);
    session.ask = async (line) =>
      line === 'PWD' ? { code: 257, lines: [`257 "${cwd}"`] } : await ask(line);
    const sweeping = new Sweep(ROOT, []);
    const error = await sweeping.go(session).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(TooMuch);
    expect(session.lines.length).to.be.at.most(2 * CLEAN_UP.commands);
    expect(sweeping.leftovers('x').at(-1)?.name).to.equal(ROOT);
  });

  it('takes only so many names from a listing', async () => {
    const lists = (): string[] =>
      Array.from({ length: 100_000 }, (_, n) => `-rw-r--r-- 1 u u 20 Jan 29 12:34 f${n}`);
    const { lines } = await sweep(modelOf({ f: 'file' }, { lists }));
    const deleted = lines[0]?.filter((line) => line.startsWith('DELE')) ?? [];
    expect(deleted.length).to.be.at.most(CLEAN_UP.namesListed);
  });

  /** The lines of a session with the names in full. */
  function absolutely(lines: readonly string[]): string[] {
    let cwd = '/home';
    return lines.map((line) => {
      if (line.startsWith('CWD ')) cwd = line.slice(4);
      return line.replace(/^(DELE|RMD) (?!\/)/, `$1 ${cwd}/`);
    });
  }

  const nasty = fc.constantFrom(
    '.',
    '..',
    '../keep',
    '/home/keep',
    '../../etc/passwd',
    'x/../../keep',
    'a\rDELE /home/keep',
    'a\0b',
    '..\\keep',
    'photos',
    'a',
    'a b',
    '-a',
    '*',
    '',
  );
  const name = fc.oneof(nasty, fc.string(), fc.string({ unit: 'binary' }));
  const line = fc.oneof(
    name,
    name.map((one) => `-rw-r--r-- 1 u u 20 Jan 29 12:34 ${one}`),
    name.map((one) => `drwxr-xr-x 1 u u 20 Jan 29 12:34 ${one}`),
    name.map((one) => `lrwxrwxrwx 1 u u 20 Jan 29 12:34 ${one} -> /home/photos`),
    name.map((one) => `01-29-24  12:34PM  <JUNCTION>  ${one}`),
    name.map((one) => `+/,\t${one}`),
  );

  it('asks for the removal of nothing but names of ours, whatever is listed and answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom(undefined, undefined, 200, 250, 450, 550), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.dictionary(
          fc.constantFrom('a', 'b', 'a/c', 'photos'),
          fc.constantFrom('file', 'directory', 'either'),
        ),
        async (listings, codes, made) => {
          let turn = 0;
          const model = modelOf(
            { a: 'dir', 'a/c': 'file', photos: { leadsTo: '/home/photos' } },
            {
              lists: () => listings[turn++ % listings.length],
              refuses: (asked) =>
                asked === 'PWD' || asked.startsWith('CWD')
                  ? undefined
                  : codes[turn++ % codes.length],
            },
          );
          const { lines } = await sweep(model, made);
          const listed = new Set(listings.flat());
          for (const asked of lines.flatMap(absolutely)) {
            const [, path] = /^(?:DELE|RMD|CWD|STAT) (.*)$/s.exec(asked) ?? [];
            if (path === undefined || asked === 'CWD /home') continue;
            expect(path.startsWith(`${ROOT}/`) || path === ROOT, asked).to.equal(true);
            expect(asked).to.not.match(/[\r\n\0\\]/);
            const names = path.slice(ROOT.length + 1).split('/');
            if (path !== ROOT)
              expect(names).to.not.include.members(['..']).and.not.include('.').and.not.include('');
            const last = names.at(-1) ?? '';
            const isKnown = path === ROOT || names.join('/') in made;
            expect(isKnown || [...listed].some((one) => one.includes(last)), asked).to.equal(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
