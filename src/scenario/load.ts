import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Catalogue } from '../catalogue/index.ts';
import type { Level } from '../catalogue/requirements.ts';
import { errorCode } from '../client/failures.ts';
import { deriveRisk } from './derive-risk.ts';
import { explainIssues } from './schema-errors.ts';
import { lint } from './lint.ts';
import { RISKS, type Risk } from './risks.ts';
import { suiteSchema, type Script } from './schema.ts';
import { type Position, Source, toPosition } from './source.ts';

/** A scenario ready to play. */
export interface Scenario extends Script {
  /** the part of the id before the slash */
  readonly suite: string;
  readonly level: Level;
  readonly risk: Risk;
  readonly source: Source;
}

/** Something wrong in a script, with its place. */
export interface ScriptProblem {
  readonly file: string;
  readonly position: Position;
  readonly reason: string;
  readonly excerpt: string;
}

/** Scripts that cannot be played; the message lists every problem with file, line and column. */
export class ScriptError extends Error {
  override name = 'ScriptError';
  readonly problems: readonly ScriptProblem[];
  constructor(problems: readonly ScriptProblem[]) {
    super(
      problems
        .map(
          ({ file, position, reason, excerpt }) =>
            `${file}:${position.line}:${position.column}: ${reason}\n${excerpt}`,
        )
        .join('\n\n'),
    );
    this.problems = problems;
  }
}

/** A file or folder of scripts that cannot be read. */
export class ScriptFileError extends Error {
  override name = 'ScriptFileError';
}

/**
 * Loads scripts from files and folders (all *.yaml in them, not deeper).
 * @throws ScriptError, ScriptFileError
 */
export function loadScenarios(paths: readonly string[], catalogue: Catalogue): Scenario[] {
  const problems: ScriptProblem[] = [];
  const scenarios: Scenario[] = [];
  const seen = new Map<string, Scenario>();
  for (const file of paths.flatMap(scriptFiles)) {
    const loaded = loadFile(file, catalogue);
    problems.push(...loaded.problems);
    for (const scenario of loaded.scenarios) {
      const other = seen.get(scenario.id);
      if (other) {
        const { line } = other.source.position(other);
        problems.push(
          problem(
            scenario.source,
            scenario,
            `the id ${scenario.id} is taken at ${other.source.file}:${line}`,
          ),
        );
      } else {
        seen.set(scenario.id, scenario);
        scenarios.push(scenario);
      }
    }
  }
  if (problems.length > 0) throw new ScriptError(problems);
  return scenarios;
}

function scriptFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path).filter((name) => name.endsWith('.yaml'));
    if (files.length === 0) throw new ScriptFileError(`no scripts (*.yaml) are in ${path}`);
    return files.sort().map((name) => join(path, name));
  } catch (error) {
    if (error instanceof ScriptFileError) throw error;
    throw new ScriptFileError(`cannot read the scripts at ${path} (${errorCode(error)})`);
  }
}

/** The text, without the byte order mark that some editors begin with. */
function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new ScriptFileError(`cannot read the script ${path} (${errorCode(error)})`);
  }
}

function loadFile(
  path: string,
  catalogue: Catalogue,
): { scenarios: Scenario[]; problems: ScriptProblem[] } {
  const text = readScript(path);
  const source = new Source(path, text);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number, reason: string): ScriptProblem => {
    const position = toPosition(counter, offset);
    return { file: source.file, position, reason, excerpt: source.excerpt(position) };
  };
  // What a script sends must not depend on how its letters were guessed.
  const foreign = text.indexOf('\ufffd');
  if (foreign !== -1)
    return { scenarios: [], problems: [at(foreign, 'this is not UTF-8, as scripts have to be')] };
  if (document.errors.length > 0)
    return {
      scenarios: [],
      problems: document.errors.map((error) => at(error.pos[0], yamlProblem(error))),
    };
  const loose = unresolvedAlias(document);
  if (loose) return { scenarios: [], problems: [at(loose.offset, loose.reason)] };
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // Aliases of aliases without end.
    const reason = error instanceof Error ? error.message : String(error);
    return { scenarios: [], problems: [at(0, `this is not YAML: ${reason}`)] };
  }
  const parsed = suiteSchema.safeParse(raw);
  if (!parsed.success) {
    const problems = explainIssues(parsed.error.issues, raw).map(
      ({ path: where, atKey = false, reason }) => at(offsetOf(document, where, atKey), reason),
    );
    return { scenarios: [], problems };
  }
  source.mark(parsed.data, document.contents, document, counter);
  const problems: ScriptProblem[] = [];
  const scenarios = parsed.data.map((script) => {
    for (const { where, reason } of lint(script, catalogue))
      problems.push(problem(source, where, reason));
    const derived = deriveRisk(script);
    const declared = script.risk ?? derived;
    if (RISKS.indexOf(declared) < RISKS.indexOf(derived))
      problems.push(
        problem(
          source,
          script,
          `${script.id} declares the risk ${declared}, but its steps are ${derived}`,
        ),
      );
    const main = catalogue.requirements.get(script.covers[0] ?? '');
    const scenario: Scenario = {
      ...script,
      suite: script.id.slice(0, script.id.indexOf('/')),
      level: script.level ?? main?.level ?? 'MUST',
      risk: declared,
      source,
    };
    source.copy(script, scenario);
    return scenario;
  });
  return { scenarios, problems };
}

function yamlProblem({ code, message }: Readonly<Record<'code' | 'message', string>>): string {
  return code === 'MULTIPLE_DOCS'
    ? 'a script is one YAML document; put these scenarios into a file of their own'
    : `this is not YAML: ${message}`;
}

/** The first alias without an anchor before it. */
function unresolvedAlias(document: Document): { offset: number; reason: string } | undefined {
  let found: { offset: number; reason: string } | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document)) return undefined;
      found = {
        offset: alias.range?.[0] ?? 0,
        reason: `no anchor &${alias.source} stands before this alias`,
      };
      return visit.BREAK;
    },
  });
  return found;
}

function problem(source: Source, where: object, reason: string): ScriptProblem {
  const position = source.position(where);
  return { file: source.file, position, reason, excerpt: source.excerpt(position) };
}

/** Where the node at a path begins, or its key, or the nearest one around it. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  atKey: boolean,
): number {
  const holder: unknown = document.getIn(path.slice(0, -1), true);
  if (atKey && isMap<Node>(holder)) {
    const key = holder.items.find((item) => isScalar(item.key) && item.key.value === path.at(-1));
    if (key?.key.range) return key.key.range[0];
  }
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
