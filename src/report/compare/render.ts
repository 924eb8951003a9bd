import { markup } from '../html/markup.ts';
import { page } from '../html/page.ts';
import { badge } from '../html/parts.ts';
import { jsonFile } from '../common/json.ts';
import { count, inert, oneLine } from '../common/text.ts';
import { markdownText } from '../common/markdown.ts';
import { type Change, KINDS, type Kind, requirementsOf } from './compare.ts';

/** What a comparison may be printed as. */
export const COMPARISONS = {
  text: asText,
  json: asJson,
  markdown: asMarkdown,
  html: asPage,
} satisfies Record<string, (changes: readonly Change[]) => string>;

/** `2 worse, 1 better`, or that nothing changed. */
function headline(changes: readonly Change[]): string {
  const counts = KINDS.map((kind) => [ofKind(changes, kind).length, kind] as const);
  const told = counts.filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`);
  return told.length === 0 ? 'nothing changed' : told.join(', ');
}

function ofKind(changes: readonly Change[], kind: Kind): Change[] {
  return changes.filter((one) => one.kind === kind);
}

/** `pass → fail`, `pass → fail (known)` */
function step({ before, after, known }: Change): string {
  const excused = known === undefined ? '' : ' (known)';
  return `${before ?? 'not judged'} → ${after ?? 'not judged'}${excused}`;
}

function asText(changes: readonly Change[]): string {
  const lines = KINDS.flatMap((kind) => {
    const some = ofKind(changes, kind);
    if (some.length === 0) return [];
    const told = some.flatMap((one) => [
      `  ${oneLine(one.id)} on ${oneLine(one.target)}: ${step(one)}: ${oneLine(one.title)}`,
      ...(one.why === '' ? [] : [`    ${oneLine(one.why)}`]),
      ...(one.known === undefined ? [] : [`    known: ${oneLine(one.known)}`]),
    ]);
    const ids = requirementsOf(changes, kind).map(oneLine);
    return [
      `${kind}: ${some.length}`,
      ...told,
      `  ${count(ids.length, 'requirement')}: ${ids.join(', ')}`,
      '',
    ];
  });
  return inert(`${[...lines, headline(changes)].join('\n')}\n`);
}

function asJson(changes: readonly Change[]): string {
  const requirements = Object.fromEntries(
    KINDS.map((kind) => [kind, requirementsOf(changes, kind)]),
  );
  return jsonFile({ changes, requirements });
}

function asMarkdown(changes: readonly Change[]): string {
  const rows = changes.map((one) => {
    const cells = [one.kind, one.id, one.target, step(one), one.title, one.covers.join(' ')];
    return `| ${cells.map(markdownText).join(' | ')} |\n`;
  });
  const head =
    '\n| | case | target | outcome | title | requirements |\n| --- | --- | --- | --- | --- | --- |\n';
  return [`**ftpspec: ${headline(changes)}**\n`, ...(rows.length > 0 ? [head, ...rows] : [])].join(
    '',
  );
}

function asPage(changes: readonly Change[]): string {
  const sections = KINDS.map((kind) => {
    const some = ofKind(changes, kind);
    if (some.length === 0) return undefined;
    const rows = some.map(
      (one) =>
        markup`<tr><th scope="row">${one.id}</th><td>${one.target}</td><td>${one.before && badge(one.before)}</td><td>${one.after && badge(one.known === undefined ? one.after : 'known')}</td><td>${one.title}<br><span class="faint">${one.why}</span>${one.known === undefined ? undefined : markup`<br><span class="faint">known: ${one.known}</span>`}</td><td>${one.covers.join(' ')}</td></tr>`,
    );
    return markup`<section aria-labelledby="${kind}"><h2 id="${kind}">${kind}: ${some.length}</h2><div class="wide" tabindex="0" role="group" aria-label="What is ${kind}"><table><thead><tr><th scope="col">case</th><th scope="col">target</th><th scope="col">before</th><th scope="col">after</th><th scope="col">title</th><th scope="col">requirements</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
  });
  return page(
    'FTP conformance compared',
    undefined,
    markup`<p><strong>${headline(changes)}</strong></p>${sections}`,
  );
}
