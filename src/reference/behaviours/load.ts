import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ServeError } from '../errors.ts';
import { explainIssues, type KeyPath } from './explain-issues.ts';

/** What a kind of behaviours is called in messages, and how its files read. */
export interface Format<Data> {
  readonly noun: string;
  readonly schema: z.ZodType<Data[]>;
}

/**
 * What a file describes, or all files (*.yaml) of a folder.
 * @throws ServeError, which names file, line, column and what is wrong there
 */
export function loadFiles<Data>(path: string, format: Format<Data>): Data[] {
  return filesAt(path, format.noun).flatMap((file) =>
    parse(read(file, format.noun), file, format.schema),
  );
}

function filesAt(path: string, noun: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.yaml'));
    if (names.length === 0) throw new ServeError(`No ${noun}s (*.yaml) are in ${path}.`);
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw unreadable(error, path, noun);
  }
}

function read(file: string, noun: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file, noun);
  }
}

function unreadable(error: unknown, path: string, noun: string): ServeError {
  if (error instanceof ServeError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new ServeError(`The ${noun}s at ${path} cannot be read (${code ?? message}).`);
}

/** @throws ServeError with a line for each problem */
function parse<Data>(text: string, file: string, schema: z.ZodType<Data[]>): Data[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const near = relative(process.cwd(), file);
  const at = (offset: number, reason: string): string => {
    const { line, col } = counter.linePos(offset);
    return `${near.startsWith('..') ? file : near}:${line}:${col}: ${reason}`;
  };
  const [malformed] = document.errors;
  if (malformed)
    throw new ServeError(at(malformed.pos[0], `this is not YAML: ${malformed.message}`));
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // An alias without its anchor.
    throw new ServeError(at(0, `this is not YAML: ${(error as Error).message}`));
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = explainIssues(parsed.error.issues, raw);
  throw new ServeError(
    problems.map(({ path, reason }) => at(offsetOf(document.contents, path), reason)).join('\n'),
  );
}

/** Where what stands at a path begins, or the nearest thing around it. */
function offsetOf(root: unknown, path: KeyPath): number {
  let node = root;
  for (const step of path) {
    const inner = isSeq(node) ? node.items[Number(step)] : valueOf(node, String(step));
    if (!isNode(inner)) break;
    node = inner;
  }
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function valueOf(node: unknown, key: string): unknown {
  if (!isMap(node)) return undefined;
  return node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)?.value;
}
