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

/**
 * Reads the table: a header line, then rows of nine columns with tabs between them.
 * @throws Error naming the line that has another shape
 */
export function parseRequirements(table: string): Map<string, Requirement> {
  const rows = table.split('\n').slice(1);
  const requirements = new Map<string, Requirement>();
  rows.forEach((row, index) => {
    if (row === '') return;
    const cells = row.split('\t');
    const [id = '', rfc = '', section = '', area = '', level = '', text = '', check = ''] = cells;
    const known = LEVELS.find((one) => one === level);
    if (cells.length !== 9 || !known || requirements.has(id))
      throw new Error(`requirements.tsv:${index + 2}: not a row of the catalogue`);
    requirements.set(id, { id, rfc, section, area, level: known, text, check });
  });
  return requirements;
}
