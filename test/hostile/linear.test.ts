import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { OTHERS, WIRE } from '../unit/wire/parsers.ts';

/**
 * Long enough for any machine that reads some 300 MB in one pass. A parser whose time grows by the square of its text
 * would need days.
 */
const DEADLINE_MS = 300_000;

const CHILD = fileURLToPath(new URL('./parse-at-length.ts', import.meta.url));

/** What takes no text of a peer: it writes, or counts. */
const OTHERWISE = [
  'commandBytes',
  'completes',
  'formatEndpoint',
  'formatEntry',
  'formatExtendedPort',
  'formatHostPort',
  'formatPorts',
  'formatTime',
  'joinPath',
  'misreading',
  'quotePath',
];

/** The parser in a process of its own, which can be ended whatever it does. */
function parse(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--import=tsx', CHILD, name],
      { timeout: DEADLINE_MS, killSignal: 'SIGKILL' },
      (error, stdout) => {
        const shape = stdout.trimEnd().split('\n').at(-1) ?? '';
        if (error) reject(new Error(`${name} did not get through ${shape}: ${error.message}`));
        else resolve();
      },
    );
  });
}

describe('10 MB of the worst', () => {
  for (const name of Object.keys({ ...WIRE, ...OTHERS }))
    it(`are read in one pass by ${name}`, async function () {
      this.timeout(2 * DEADLINE_MS);
      await parse(name);
    });

  it('are there for every parser that src/wire exports', async () => {
    const folder = new URL('../../src/wire/', import.meta.url);
    const modules = await Promise.all(
      readdirSync(folder).map(
        async (file) => (await import(new URL(file, folder).href)) as Record<string, unknown>,
      ),
    );
    const parsers = modules
      .flatMap((module) => Object.entries(module))
      .filter(([name, value]) => typeof value === 'function' && name !== 'WireError')
      .map(([name]) => name);
    expect([...Object.keys(WIRE), ...OTHERWISE]).to.have.members(parsers);
  });
});
