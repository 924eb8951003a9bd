import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../src/catalogue/index.ts';
import { loadScenarios, type Scenario } from '../../src/scenario/load.ts';

export const catalogue = loadCatalogue();

/** Loads scripts as if they stood in files of a folder. */
export function loadTexts(texts: Readonly<Record<string, string | Buffer>>): Scenario[] {
  const folder = mkdtempSync(join(tmpdir(), 'ftpspec-'));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    return loadScenarios([folder], catalogue);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One scenario; `more` are further keys, indented by two. */
export function loadScenario(steps: string, more = ''): Scenario {
  const indented = steps
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  const text = `- id: a/b\n  title: t\n  covers: [RFC959-4.2-FMT-1]\n${more}  steps:\n${indented}\n`;
  const [scenario] = loadTexts({ 'a.yaml': text });
  if (!scenario) throw new Error('no scenario');
  return scenario;
}
