import { mkdirSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** mocha's usual report for people, and its totals in reports/tests.json for the CI to read. */
export default class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      mkdirSync('reports', { recursive: true });
      writeFileSync('reports/tests.json', JSON.stringify(runner.stats));
    });
  }
}
