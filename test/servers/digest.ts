import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRequirements } from '../../src/catalogue/requirements.ts';
import type { Place } from '../../src/ledger/places.ts';
import type { JsonRun } from '../../src/report/run/json.ts';
import type { Declared } from './declaration.ts';

/** How many of each outcome; what could not be judged is an error. */
export interface Counts {
  pass: number;
  warn: number;
  fail: number;
  skip: number;
  error: number;
}

/** What the table tells of a server in one place. */
export interface PlaceDigest {
  readonly place: Place;
  /** first line */
  readonly greeting: string;
  readonly seconds: number;
  /** by the name of the suite; wire rules are one more */
  readonly suites: Readonly<Record<string, Counts>>;
  /** requirements by area; the worst that covers one counts */
  readonly areas: Readonly<Record<string, Counts>>;
  /** ids of scenarios and rules that fail, and of those that warn */
  readonly broken: readonly string[];
  readonly warned: readonly string[];
  /** why scenarios were skipped, with how many, the most frequent first */
  readonly skipped: readonly (readonly [cause: string, scenarios: number])[];
  /** lines of FEAT, and what else was seen to work */
  readonly features: readonly string[];
}

/** What is kept of a server's last whole play. */
export interface Digest {
  /** of the play */
  readonly date: string;
  /** how often it died */
  readonly deaths: number;
  /** ids on which the ledger and a second try do not agree either */
  readonly unexplained: readonly string[];
  readonly places: readonly PlaceDigest[];
}

const requirements = parseRequirements(
  readFileSync(join(import.meta.dirname, '../../catalogue/requirements.tsv'), 'utf8'),
  'requirements.tsv',
);

/** The worse comes first. */
const BY_WEIGHT = ['error', 'fail', 'warn', 'pass', 'skip'] as const;

/** Where a server's digest is kept. */
function digestFile({ folder }: Declared): string {
  return join(folder, 'results.json');
}

/** The digest that is kept; undefined for a server that was never played whole. */
export function readDigest(server: Declared): Digest | undefined {
  const file = digestFile(server);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Digest) : undefined;
}

/** Keeps a digest. */
export function writeDigest(server: Declared, digest: Digest): void {
  writeFileSync(digestFile(server), `${JSON.stringify(digest, null, 2)}\n`);
}

/** What the table needs of one run. */
export function digestOf(run: JsonRun, place: Place): PlaceDigest {
  const ends = [...run.scenarios, ...run.rules];
  const ids = (outcome: keyof Counts) =>
    ends.flatMap((one) => (one.outcome === outcome ? [one.id] : []));
  const suites: Record<string, Counts> = {};
  for (const one of ends) count(suites, 'suite' in one ? one.suite : 'wire rules', one.outcome);
  return {
    place,
    greeting: run.server,
    seconds: Math.round(run.durationMs / 1000),
    suites,
    areas: areasOf(ends),
    broken: ids('fail'),
    warned: ids('warn'),
    skipped: run.notJudged.map(({ cause, scenarios }) => [cause, scenarios.length] as const),
    features: featuresOf(run),
  };
}

function areasOf(
  ends: readonly { readonly covers: readonly string[]; readonly outcome: keyof Counts }[],
): Record<string, Counts> {
  const worst = new Map<string, keyof Counts>();
  for (const { covers, outcome } of ends)
    for (const id of covers) {
      const before = worst.get(id) ?? 'skip';
      worst.set(id, BY_WEIGHT.find((one) => one === outcome || one === before) ?? outcome);
    }
  const areas: Record<string, Counts> = {};
  for (const [id, outcome] of worst) count(areas, requirements.get(id)?.area ?? '', outcome);
  return areas;
}

function count(into: Record<string, Counts>, name: string, outcome: keyof Counts): void {
  const counts = (into[name] ??= { pass: 0, warn: 0, fail: 0, skip: 0, error: 0 });
  counts[outcome]++;
}

/** What FEAT lists, the versions of TLS that were agreed on, and whether data connections resume a session. */
function featuresOf({ scenarios }: JsonRun): string[] {
  const features = new Set<string>();
  for (const { id, outcome, transcript } of scenarios) {
    let command = '';
    for (const line of transcript) {
      const [, direction, text = ''] = /^\s*[\d.]+ \S+ +([<>*]) (.*)$/.exec(line) ?? [];
      if (direction === '>') command = text;
      const feature = /^ ([A-Z][A-Z0-9]{2,7}(?: STREAM)?)\b/.exec(text)?.[1];
      if (direction === '<' && command.startsWith('FEAT') && feature) features.add(feature);
      const version = /^TLSv(1\.[0-3]) established/.exec(text)?.[1];
      if (direction === '*' && version) features.add(`TLS ${version}`);
      if (direction === '<' && text.startsWith('229 ')) features.add('EPSV');
    }
    if (id === 'tls/three-resumptions' && outcome === 'pass') features.add('resumption');
  }
  return [...features].sort();
}
