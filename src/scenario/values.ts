import { createHash } from 'node:crypto';
import { TRANSFER } from '../client/limits.ts';
import { decodeText } from '../wire/bytes.ts';
import {
  formatEndpoint,
  formatExtendedPort,
  formatHostPort,
  parse227,
  parse229,
  type Endpoint,
} from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { misreading } from '../wire/clock.ts';
import { parseEntry, parseTime } from '../wire/facts.ts';
import { parseFeatures } from '../wire/features.ts';
import { linesOf } from '../wire/listing.ts';
import { parse257 } from '../wire/path.ts';
import type { Reply } from '../wire/reply.ts';
import { quoted, shorten } from '../wire/shorten.ts';
import { wholeText } from './match-reply.ts';

/** Fields of a value, worked out when they are read; each may throw WireError. */
export type Fields = Readonly<Record<string, () => unknown>>;

/** Something a script saved: fields, and what it is as a whole. */
export class Saved {
  readonly fields: Fields;
  readonly whole: () => unknown;
  constructor(fields: Fields, whole: () => unknown) {
    this.fields = fields;
    this.whole = whole;
  }
}

/** A name or field that does not exist: the script's mistake. */
export class UnknownValue extends Error {
  override name = 'UnknownValue';
}

/** What the steps of a scenario have named. */
export class Values {
  readonly #named = new Map<string, unknown>();

  set(name: string, value: unknown): void {
    this.#named.set(name, value);
  }

  /**
   * Looks `first.endpoint` up.
   * @throws UnknownValue, WireError
   */
  get(path: string): unknown {
    const [root = '', ...fields] = path.split('.');
    if (!this.#named.has(root)) throw new UnknownValue(`nothing is named "${root}" yet`);
    let value = this.#named.get(root);
    for (let at = 0; at < fields.length;) {
      const field = value instanceof Map ? keyIn(value, fields.slice(at)) : (fields[at] ?? '');
      value = fieldOf(value, field, path);
      at += field.split('.').length;
    }
    return value;
  }

  /** A value: what `${…}` alone names keeps its type, anything else is text with the names filled in. */
  resolve(value: string | number): unknown {
    if (typeof value === 'number') return value;
    value = this.#fillInner(value);
    const alone = /^\$\{([^}]+)\}$/.exec(value)?.[1];
    if (alone === undefined) return this.fill(value);
    const found = this.get(alone);
    return found instanceof Saved ? found.whole() : found;
  }

  /** Text with each `${…}` replaced. */
  fill(text: string): string {
    return this.#fillInner(text).replaceAll(/\$\{([^}]+)\}/g, (_, path: string) => {
      const found = this.get(path);
      return asText(found instanceof Saved ? found.whole() : found);
    });
  }

  /** A regular expression with each `${…}` replaced by what matches just its text. */
  fillPattern(pattern: string): string {
    return this.#fillInner(pattern).replaceAll(/\$\{[^}]+\}/g, (name) =>
      this.fill(name).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    );
  }

  /** `${list.entries.${name}}`: the inner name says which field. */
  #fillInner(text: string): string {
    return text.replaceAll(
      /(\$\{[^{}]*)\$\{([^{}]+)\}/g,
      (_, outer: string, path: string) => outer + asText(this.get(path)),
    );
  }
}

/** A value as text: bytes as UTF-8 where they are, lists with commas. */
export function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return decodeText(value);
  if (Array.isArray(value)) return value.map(asText).join(', ');
  return String(value);
}

/**
 * The key of a map that a path goes on with: the longest that fits, as names of files have dots; as it is
 * written, or in the small letters that names of facts and features are kept in.
 */
function keyIn(map: ReadonlyMap<string, unknown>, fields: readonly string[]): string {
  for (let length = fields.length; length > 0; length--) {
    const key = fields.slice(0, length).join('.');
    const found = [key, key.toLowerCase()].find((one) => map.has(one));
    if (found !== undefined) return found;
  }
  return fields[0] ?? '';
}

function fieldOf(value: unknown, field: string, path: string): unknown {
  if (value instanceof Saved) {
    const get = value.fields[field];
    if (get) return get();
    throw new UnknownValue(
      `\${${path}}: there is no field "${field}"; there are ${Object.keys(value.fields).join(', ')}`,
    );
  }
  if (value instanceof Map) {
    if (value.has(field)) return value.get(field) as unknown;
    if (field === 'keys') return [...value.keys()];
    throw new WireError(
      `there is no ${field} among ${shorten([...value.keys()].join(', '), 200) || 'nothing'}`,
    );
  }
  if (Array.isArray(value)) {
    if (field === 'count') return value.length;
    const index = Number(field);
    if (Number.isInteger(index) && index >= 0) {
      if (index < value.length) return value[index] as unknown;
      throw new WireError(`there is no item ${index} among ${value.length}`);
    }
  }
  if (typeof value === 'string') {
    const get = TEXT_FIELDS[field];
    if (get) return get(value);
  }
  throw new UnknownValue(`\${${path}}: there is no field "${field}"`);
}

/** What a text can be read as. */
const TEXT_FIELDS: Readonly<Record<string, (text: string) => unknown>> = {
  length: (text) => Buffer.byteLength(text),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  time: (text) => parseTime(text) / 1000,
  misread: (text) => misread(text),
  facts: (text) => parseEntry(text).facts,
  name: (text) => parseEntry(text).name,
};

/** A reply's fields (docs/language/values.md lists them). */
export function savedReply(
  reply: Reply,
  { peer, took }: { readonly peer: Endpoint; readonly took: number },
): Saved {
  const lines = reply.lines.map((line) => line.text);
  const whole = (): string => wholeText(reply);
  const endpoint = (): Endpoint => endpointIn(reply, peer);
  const entry = (): ReturnType<typeof parseEntry> => entryIn(lines);
  return new Saved(
    {
      code: () => reply.code,
      ms: () => Math.round(took),
      text: () => reply.text,
      all: whole,
      raw: () => Buffer.concat(reply.lines.map(({ bytes }) => bytes)).toString('latin1'),
      lines: () => lines,
      interior: () => lines.slice(1, -1),
      endpoint: () => formatEndpoint(endpoint()),
      host: () => endpoint().host,
      port: () => endpoint().port,
      path: () => parse257(reply.text),
      size: () => sizeIn(reply.text),
      time: () => parseTime(reply.text.trim()) / 1000,
      misread: () => misread(reply.text.trim()),
      facts: () => entry().facts,
      name: () => entry().name,
      features: () => parseFeatures(lines).map(({ label }) => label),
      feature: () =>
        new Map(
          parseFeatures(lines).map(({ label, parameters }) => [label.toLowerCase(), parameters]),
        ),
      file: () => fileIn(reply.text),
    },
    whole,
  );
}

/** What is wrong with a time that is known to be now. */
function misread(text: string): string {
  return misreading(parseTime(text) / 1000, Date.now() / 1000);
}

/** What a 227 or 229 announces; the host of a 229 is the control connection's peer unless it names one. */
function endpointIn({ code, text }: Reply, peer: Endpoint): Endpoint {
  const { host, port } = code === 229 ? parse229(text) : parse227(text);
  return { host: host === '' ? peer.host : host, port };
}

/** The one entry of an MLST reply. */
function entryIn(lines: readonly string[]): ReturnType<typeof parseEntry> {
  const [line] = lines.slice(1, -1);
  if (line === undefined)
    throw new WireError('the reply has no entry between its first and last line');
  return parseEntry(line.replace(/^ /, ''));
}

/** The name that STOU has given (RFC 1123 section 4.1.2.9). */
function fileIn(text: string): string {
  const name = /FILE: (.+)$/.exec(text)?.[1];
  if (name === undefined) throw new WireError(`${quoted(text)} does not say FILE: name`);
  return name;
}

/** The number of a reply to SIZE, whatever stands behind it: its form is judged on its own, and once. */
function sizeIn(text: string): number {
  const digits = /^(\d+)(?:\.?$| )/.exec(text)?.[1];
  if (digits === undefined) throw new WireError(`${quoted(text)} does not begin with a size`);
  return Number(digits);
}

/** Bytes' fields: what was received or sent. */
export function savedBytes(
  bytes: Buffer,
  more: Fields = {},
  digest?: { size: number; sha256: string },
): Saved {
  const size = digest?.size ?? bytes.length;
  const whole = (): Buffer => {
    if (bytes.length === size) return bytes;
    throw new UnknownValue(`only ${bytes.length} of the ${size} bytes that came are kept`);
  };
  const lines = (): string[] => {
    const found = linesOf(decodeText(whole()));
    if (found.length <= TRANSFER.lines) return found;
    throw new UnknownValue(`${found.length} lines are more than a listing is judged by`);
  };
  return new Saved(
    {
      bytes: whole,
      text: () => decodeText(whole()),
      raw: () => whole().toString('latin1'),
      lines,
      basenames: () => lines().map((line) => line.slice(line.lastIndexOf('/') + 1)),
      count: () => lines().length,
      size: () => size,
      sha256: () => digest?.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
      names: () => entriesOf(lines()).map(({ name }) => name),
      entries: () => new Map(entriesOf(lines()).map(({ name, facts }) => [name, facts])),
      ...more,
    },
    whole,
  );
}

function entriesOf(lines: readonly string[]): ReturnType<typeof parseEntry>[] {
  return lines.map(parseEntry);
}

/** An endpoint's fields: a listener of ours. */
export function savedEndpoint(endpoint: Endpoint, more: Fields = {}): Saved {
  const whole = (): string => formatEndpoint(endpoint);
  return new Saved(
    {
      host: () => endpoint.host,
      port: () => endpoint.port,
      octets: () => endpoint.host.replaceAll('.', ','),
      high: () => endpoint.port >> 8,
      low: () => endpoint.port & 255,
      endpoint: whole,
      argument: () => formatHostPort(endpoint),
      wrapped: () =>
        formatHostPort(endpoint).replace(/\d+/g, (octet) => String(Number(octet) + 256)),
      eprt: () => formatExtendedPort(endpoint),
      ...more,
    },
    whole,
  );
}
