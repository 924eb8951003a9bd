import { connect } from 'node:net';
import type { Reporter } from '../../../src/runner/events.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import type { RunResult } from '../../../src/runner/results.ts';
import { parseTarget } from '../../../src/targets/url.ts';
import { Raw } from '../../reference/raw.ts';
import { loadTexts } from '../../support/scripts.ts';

/** Nobody interrupts. */
export const NEVER = new AbortController().signal;

/** Scenarios by name: keys beside steps, and steps. */
export function scripts(table: Readonly<Record<string, { more?: string; steps: string }>>) {
  const text = Object.entries(table)
    .map(([name, { more = '', steps }]) => {
      const head = `- id: t/${name}\n  title: ${name}\n  covers: [RFC959-4.2-FMT-1]\n`;
      return `${head}${more}  steps: [${steps}]\n`;
    })
    .join('');
  return loadTexts({ 't.yaml': text });
}

/** A run against a server of ours on loopback. */
export function optionsFor(port: number, more: Partial<RunOptions> = {}): RunOptions {
  return {
    target: {
      ...parseTarget(`ftp://127.0.0.1:${port}`),
      user: 'ftpspec',
      password: 'correct horse',
    },
    name: 'test',
    label: 'test',
    isSelection: false,
    shard: undefined,
    repeat: 1,
    endsAt: [],
    ledger: undefined,
    addresses: undefined,
    own: true,
    allow: [],
    password: undefined,
    second: undefined,
    family: undefined,
    ca: undefined,
    verify: false,
    file: undefined,
    largeFile: undefined,
    activeAddress: undefined,
    activePorts: undefined,
    dataPort: undefined,
    dataAddress: 'auto',
    jobs: undefined,
    timeoutMs: 20_000,
    patienceMs: 1_000,
    require: [],
    notes: undefined,
    seed: 's',
    rerun: 'ftpspec run test',
    ...more,
  };
}

/** `pass`, or `skip: why`, by name. */
export function outcomes({ scenarios }: RunResult): Record<string, string> {
  return Object.fromEntries(
    scenarios.map(({ title, outcome, reason }) => [
      title,
      outcome === 'pass' ? 'pass' : `${outcome}: ${reason}`,
    ]),
  );
}

/** A step that every server can do. */
export const NOOP = '{ send: NOOP, expect: 200 }';
/** Listens to nothing. */
export const SILENT: Reporter = {};

/** One of each risk, and one that reads. */
export const risky = scripts({
  safe: { more: '  needs: [login]\n', steps: NOOP },
  writes: {
    more: '  needs: [login, writable-dir]\n  files: { a: b }\n',
    steps: '{ send: DELE a, expect: 250 }',
  },
  intrusive: { more: '  needs: [login]\n  risk: intrusive\n', steps: NOOP },
  reads: {
    more: '  needs: [login, existing-file]\n',
    steps: '{ send: "SIZE ${file}", expect: 213 }',
  },
});

/** The names in the root directory. */
export async function rootNames(port: number): Promise<string> {
  const raw = new Raw(connect(port, '127.0.0.1'), '127.0.0.1');
  await raw.reply();
  await raw.login();
  const { data } = await raw.fetch('NLST /');
  raw.socket.destroy();
  return data.toString();
}

/** Six that any session can play. */
export const crowd = scripts(
  Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [
      name,
      { more: '  needs: [login]\n', steps: NOOP },
    ]),
  ),
);
