import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Position, Source } from './source.ts';

/** A script's data, and where each part of it stands. */
export interface ScriptYaml {
  readonly raw: unknown;
  /** the position of the node at a path, of its key, or of the nearest one around it */
  readonly position: (path: readonly (string | number)[], atKey: boolean) => Position;
  /** remembers the position of each object in `value`, which was made from `raw` */
  mark(source: Source, value: unknown): void;
}

/** Why a text is no script, and where. */
export interface SyntaxProblem {
  readonly position: Position;
  readonly reason: string;
}

/** Reads YAML; the problems where it is none. */
export function parseScript(text: string): ScriptYaml | readonly SyntaxProblem[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const wrong = syntaxProblems(text, document);
  if (wrong.length > 0)
    return wrong.map(({ offset, reason }) => ({ position: toPosition(counter, offset), reason }));
  try {
    return {
      raw: document.toJS() as unknown,
      position: (path, atKey) => toPosition(counter, offsetOf(document, path, atKey)),
      mark: (source, value) => mark(source, value, document.contents, document, counter),
    };
  } catch (error) {
    // Aliases of aliases without end.
    const reason = error instanceof Error ? error.message : String(error);
    return [{ position: toPosition(counter, 0), reason: `this is not YAML: ${reason}` }];
  }
}

/** Tells a source the places of all objects in `value`, which was made from `node`. */
function mark(
  source: Source,
  value: unknown,
  node: unknown,
  document: Document,
  counter: LineCounter,
): void {
  const real = isAlias(node) ? node.resolve(document) : node;
  if (typeof value !== 'object' || value === null) return;
  const range = (real as Node | undefined)?.range;
  if (range) {
    const last = toPosition(counter, Math.max(range[0], range[1] - 1));
    source.place(value, toPosition(counter, range[0]), last.line);
  }
  if (Array.isArray(value) && isSeq(real))
    value.forEach((item, index) => mark(source, item, real.items[index], document, counter));
  else if (isMap(real))
    for (const [key, item] of Object.entries(value))
      mark(source, item, real.get(key, true), document, counter);
}

/** The position of an offset. */
function toPosition(counter: LineCounter, offset: number): Position {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

interface AtOffset {
  readonly offset: number;
  readonly reason: string;
}

function syntaxProblems(text: string, document: Document.Parsed): AtOffset[] {
  // What a script sends must not depend on how its letters were guessed.
  const foreign = text.indexOf('\ufffd');
  if (foreign !== -1)
    return [{ offset: foreign, reason: 'this is not UTF-8, as scripts have to be' }];
  if (document.errors.length > 0)
    return document.errors.map((error) => ({ offset: error.pos[0], reason: inWords(error) }));
  const loose = unresolvedAlias(document);
  return loose ? [loose] : [];
}

function inWords({ code, message }: Readonly<Record<'code' | 'message', string>>): string {
  return code === 'MULTIPLE_DOCS'
    ? 'a script is one YAML document; put these scenarios into a file of their own'
    : `this is not YAML: ${message}`;
}

/** The first alias without an anchor before it. */
function unresolvedAlias(document: Document): AtOffset | undefined {
  let found: AtOffset | undefined;
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

function offsetOf(
  document: Document.Parsed,
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
  return document.contents?.range[0] ?? 0;
}
