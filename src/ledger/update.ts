import { isSeq, parseDocument, Scalar, YAMLMap, YAMLSeq, type Document } from 'yaml';
import { idPattern } from '../scenario/id-pattern.ts';
import { shorten } from '../wire/shorten.ts';
import type { Ended } from './judge.ts';
import { type Entry, type Ledger, UNSAID } from './ledger.ts';
import { namesFor, type Place, PLACES } from './places.ts';

/** What one run said. */
export interface Observation {
  readonly place: Place;
  readonly ends: readonly (Ended & { readonly reason: string })[];
}

/** Outcomes that entries may have. */
const LISTED = ['fail', 'warn', 'skip'] as const;
type Listed = (typeof LISTED)[number];

/** Ids or patterns with the places where they are as an entry says. */
interface Part {
  readonly places: readonly Place[];
  readonly ids: readonly string[];
}

/** The text of a ledger that knows nothing yet. */
export const EMPTY = `# What this server does differently, and why; docs/ledger.md tells more.
known: []
`;

/** Characters of what was seen that a new entry quotes. */
const SEEN = 300;

/**
 * A ledger's text as the runs have it. Entries that hold keep their reasons and comments; what holds no more goes; what
 * is new comes with a reason that somebody has yet to say. What was not observed, and what varies, stays as it is.
 * @param text of the ledger
 * @param ids all scenarios and rules that there are
 * @param listed outcomes that get entries; in a complete ledger all do
 */
export function updated(
  text: string,
  ledger: Ledger,
  observations: readonly Observation[],
  ids: readonly string[],
  listed: readonly Listed[],
): string {
  const document = parseDocument(text);
  const known = document.get('known');
  if (!isSeq<YAMLMap>(known)) return text;
  known.flow = false;
  const kept = ledger.entries.flatMap((entry, index) => {
    const node = known.items[index];
    return node ? nodesFor(node, partsLeft(ledger, entry, observations, ids), entry, document) : [];
  });
  known.items = [
    ...kept,
    ...news(ledger, observations, ledger.complete ? LISTED : listed).map((one) =>
      newNode(one, document),
    ),
  ];
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}

/** What is left of an entry: undefined where all of it holds. */
function partsLeft(
  ledger: Ledger,
  { ids: patterns, places, outcomes }: Entry,
  observations: readonly Observation[],
  ids: readonly string[],
): Part[] | undefined {
  const isFixed = outcomes.length === 1;
  const isWrong = (id: string, place: Place): boolean =>
    isFixed &&
    outcomesAt(observations, id, place).some(
      (outcome) =>
        outcome !== 'error' && !(outcome === 'skip' && !ledger.complete) && outcome !== outcomes[0],
    );
  const groups = new Map<string, { places: readonly Place[]; ids: string[] }>();
  let isWhole = true;
  for (const { pattern } of patterns) {
    const fitting = ids.filter(idPattern(pattern));
    const holds = fitting.length > 0 && !fitting.some((id) => places.some((at) => isWrong(id, at)));
    isWhole &&= holds;
    for (const id of holds ? [pattern] : fitting) {
      const left = holds ? places : places.filter((place) => !isWrong(id, place));
      if (left.length === 0) continue;
      const key = left.join();
      const group = groups.get(key) ?? { places: left, ids: [] };
      group.ids.push(id);
      groups.set(key, group);
    }
  }
  return isWhole ? undefined : [...groups.values()];
}

function outcomesAt(
  observations: readonly Observation[],
  id: string,
  place: Place,
): Ended['outcome'][] {
  return observations
    .filter((one) => one.place === place)
    .flatMap(({ ends }) => ends.filter((end) => end.id === id).map(({ outcome }) => outcome));
}

/** An entry's node, or one for each part of it that is left; all with its reason, the first with its comments. */
function nodesFor(
  node: YAMLMap,
  parts: readonly Part[] | undefined,
  entry: Entry,
  document: Document,
): YAMLMap[] {
  if (!parts) return [node];
  // Before anything is changed.
  const nodes = parts.map((_, index) => (index === 0 ? node : withoutComment(node)));
  return parts.map(({ places, ids }, index) => {
    const one = nodes[index] ?? node;
    one.set('id', document.createNode(ids.length === 1 ? ids[0] : ids));
    if (places.length !== entry.places.length) setPlaces(one, places, document);
    return one;
  });
}

function withoutComment(node: YAMLMap): YAMLMap {
  const copy = new YAMLMap(node.schema);
  for (const { key, value } of node.items) copy.set(key, value);
  return copy;
}

function setPlaces(node: YAMLMap, places: readonly Place[], document: Document): void {
  const names = namesFor(places);
  if (places.length === PLACES.length) node.delete('on');
  else node.set('on', document.createNode(names.length === 1 ? names[0] : names));
}

/** Something that no entry says. */
interface News extends Part {
  readonly outcome: Listed;
  readonly reason: string;
}

/** What is new, by outcome, place and what was said of it. */
function news(
  ledger: Ledger,
  observations: readonly Observation[],
  listed: readonly Listed[],
): News[] {
  const seen = new Map<string, { id: string; outcome: Listed; reason: string; places: Place[] }>();
  for (const { place, ends } of observations)
    for (const { id, outcome, reason } of ends) {
      if (outcome === 'pass' || outcome === 'error' || !listed.includes(outcome)) continue;
      if (isSpokenOf(ledger, id, place, outcome)) continue;
      const key = `${id} ${outcome}`;
      const one = seen.get(key) ?? { id, outcome, reason, places: [] };
      if (!one.places.includes(place)) one.places.push(place);
      seen.set(key, one);
    }
  const observed = new Set(observations.map(({ place }) => place));
  const groups = new Map<string, News & { ids: string[] }>();
  for (const { id, outcome, reason, places } of seen.values()) {
    const isAlways = places.length === observed.size && !isSpokenOf(ledger, id);
    const at = isAlways ? PLACES : places;
    const key = `${outcome} ${at.join()} ${reason}`;
    const group = groups.get(key) ?? { outcome, reason, places: at, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Whether an entry has an id, in a place where one is named; and, where it does not vary, an outcome. */
function isSpokenOf({ entries }: Ledger, id: string, place?: Place, outcome?: Listed): boolean {
  return entries.some(
    ({ ids, places, outcomes }) =>
      (place === undefined || places.includes(place)) &&
      (outcome === undefined || outcomes.length > 1 || outcomes[0] === outcome) &&
      ids.some(({ pattern }) => idPattern(pattern)(id)),
  );
}

function newNode({ ids, outcome, places, reason }: News, document: Document): YAMLMap {
  const node = new YAMLMap(document.schema);
  const list = new YAMLSeq(document.schema);
  for (const id of ids) list.add(new Scalar(id));
  node.set('id', ids.length === 1 ? new Scalar(ids[0]) : list);
  node.set('outcome', new Scalar(outcome));
  setPlaces(node, places, document);
  node.set('reason', new Scalar(UNSAID));
  // What a server said must not become a line of its own.
  const said = shorten(reason.replace(/\p{C}+/gu, ' ').trim(), SEEN);
  if (said !== '') node.commentBefore = ` seen: ${said}`;
  return node;
}
