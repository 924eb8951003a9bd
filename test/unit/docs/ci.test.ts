import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { commandLinesIn, parseOnly } from './commands.ts';
import { readPage, ROOT } from './markdown.ts';

/** All texts in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
}
const action = parse(readPage('action.yml')) as Action;

describe('what the documents show of CI', () => {
  const files = readdirSync(join(ROOT, 'docs/ci')).filter((name) => name !== 'README.md');

  it('is linked, each of it', () => {
    for (const name of files) expect(readPage('docs/ci/README.md')).to.include(`](${name})`);
  });

  for (const name of files)
    describe(name, () => {
      const page = join('docs/ci', name);
      const text = readPage(page);
      const documents = /\.ya?ml$/.test(name)
        ? parseAllDocuments(text).map((one) => {
            expect(one.errors, page).to.deep.equal([]);
            return one.toJS() as unknown;
          })
        : [];
      // What a CI engine puts in is a word, whatever it is.
      const scripts =
        documents.length > 0
          ? textsIn(documents)
          : [...text.matchAll(/sh '''([^]*?)'''|sh '(.*)'/g)].map(
              ([, many, one]) => many ?? one ?? '',
            );
      const lines = scripts.flatMap((script) => commandLinesIn(page, script));

      it('has commands whose options and values there are', () => {
        const verbs = lines.map(({ words }) => words[0]);
        // The action says `run` by itself, and of Kubernetes somebody joins the parts afterwards.
        if (!text.includes('uses: ./ftpspec')) expect(verbs).to.include('run');
        expect(`${verbs.join()} ${text}`).to.match(/\bmerge\b/);
        for (const { words } of lines)
          expect(
            () => parseOnly(words.map((word) => word.replace(/\$\{?\w+\}?/g, '1'))),
            words.join(' '),
          ).to.not.throw();
      });

      it('starts a container of the server', () =>
        expect(text).to.match(/docker run|services:|image: \S*my-server/));

      it('joins as many parts as are played', () => {
        const parts = /\/3\b|parallel: 3|completions: 3/.test(text);
        const merged = text.match(/events\/\d\.ndjson/g) ?? [];
        expect({ parts, merged: merged.length }).to.deep.equal({ parts: true, merged: 3 });
      });

      it('uses inputs that the action has', () => {
        const steps = documents.flatMap((one) => stepsIn(one));
        for (const step of steps.filter(({ uses }) => uses === './ftpspec')) {
          expect(action.inputs).to.include.all.keys(Object.keys(step.with ?? {}));
          const options = step.with?.['options'] ?? '';
          const words = options.split('\n').map((word) => word.replace(/\$\{\{.*?\}\}/g, '1'));
          expect(() => parseOnly(['run', ...words.filter((word) => word !== '')])).to.not.throw();
        }
      });
    });
});

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** The steps of a workflow. */
function stepsIn(workflow: unknown): Step[] {
  const { jobs = {} } = workflow as { jobs?: Record<string, { steps?: Step[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps ?? []);
}

describe('the Dockerfile', () => {
  const text = readPage('Dockerfile');
  const copied = [...text.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, words = '']) =>
    words.split(' '),
  );

  it('copies what there is, and what .dockerignore lets through', () => {
    const let_ = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(copied).to.have.length.above(5);
    for (const name of copied) {
      expect(existsSync(join(ROOT, name)), name).to.equal(true);
      expect(let_).to.include(`!${name}`);
    }
  });

  it('has every folder of data that the package has', () => {
    const { files } = JSON.parse(readPage('package.json')) as { files: string[] };
    const read = readFileSync(join(ROOT, 'src/package/folders.ts'), 'utf8');
    for (const folder of files.filter((name) => name !== 'dist' && read.includes(`'${name}'`)))
      expect(copied).to.include(folder);
  });
});
