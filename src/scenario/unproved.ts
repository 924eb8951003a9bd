import { dirname, resolve } from 'node:path';
import type { Scenario } from './load.ts';

/**
 * Says which built-in scenarios nothing has shown able to fail, with file, line and column.
 * @param suites the folder of the built-in scenarios; others prove themselves to their authors
 * @param matrix by scenario: the faults of the embedded server that make it fail or warn
 */
export function unproved(
  scenarios: readonly Scenario[],
  suites: string,
  matrix: Readonly<Record<string, readonly string[]>>,
): string[] {
  return scenarios
    .filter(({ id, source }) => dirname(resolve(source.file)) === suites && !matrix[id]?.length)
    .map((scenario) => {
      const { line, column } = scenario.source.position(scenario);
      return (
        `${scenario.source.file}:${line}:${column}: no seeded fault makes ${scenario.id} fail; ` +
        'add one to faults/ and run npm run faults, see CONTRIBUTING.md'
      );
    });
}
