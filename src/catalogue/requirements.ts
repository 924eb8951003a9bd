/** How binding a requirement is (see the notes on levels in docs/catalogue.md). */
export const LEVELS = [
  'MUST',
  'MUST-NOT',
  'SHOULD',
  'SHOULD-NOT',
  'MAY',
  'CONVENTION',
  'PRACTICE',
] as const;
export type Level = (typeof LEVELS)[number];

/** RFCs that bind nobody: what they ask for is advice. */
const INFORMATIONAL: readonly string[] = ['RFC1579', 'RFC1635', 'RFC2577'];

/** Whether breaking it can be a failure. */
export function binds({ rfc, level }: Pick<Requirement, 'rfc' | 'level'>): boolean {
  return /^MUST/.test(level) && !INFORMATIONAL.includes(rfc);
}

/** How binding a scenario is whose main requirement this is. */
export function levelOf({ rfc, level }: Pick<Requirement, 'rfc' | 'level'>): Level {
  if (!INFORMATIONAL.includes(rfc)) return level;
  return level === 'MUST' ? 'SHOULD' : level === 'MUST-NOT' ? 'SHOULD-NOT' : level;
}

/** One row of catalogue/requirements.tsv. */
export interface Requirement {
  readonly id: string;
  readonly rfc: string;
  readonly section: string;
  readonly area: string;
  readonly level: Level;
  readonly text: string;
  readonly check: string;
}

/** A table of requirements that cannot be used; the message says where and why. */
class RequirementsError extends Error {
  override name = 'RequirementsError';
}

/** How many columns a row has; what it needs and its risk may be left out. */
const COLUMNS: readonly number[] = [7, 9];

/**
 * Reads the table: a header line, then rows with tabs between their columns.
 * @param file what it is called in complaints
 * @param taken ids that other tables have
 * @throws RequirementsError naming the line that has another shape
 */
export function parseRequirements(
  table: string,
  file: string,
  taken: ReadonlySet<string> = new Set(),
): Map<string, Requirement> {
  const rows = table
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .slice(1);
  const requirements = new Map<string, Requirement>();
  rows.forEach((row, index) => {
    if (row === '') return;
    const wrong = (why: string) => new RequirementsError(`${file}:${index + 2}: ${why}`);
    const cells = row.split('\t');
    const [id = '', rfc = '', section = '', area = '', level = '', text = '', check = ''] = cells;
    if (!COLUMNS.includes(cells.length))
      throw wrong(
        `a row has id, RFC, section, area, level, requirement and check, with tabs between; this one has ${cells.length} columns`,
      );
    const known = LEVELS.find((one) => one === level);
    if (!known) throw wrong(`"${level}" is no level; there are ${LEVELS.join(', ')}`);
    if (!/^\S+$/.test(id)) throw wrong(`"${id}" is no id: it is to be one word`);
    if (requirements.has(id) || taken.has(id)) throw wrong(`the id ${id} is taken`);
    requirements.set(id, { id, rfc, section, area, level: known, text, check });
  });
  return requirements;
}
