// `npm run coverage`: how many requirements and reply codes the built-in scenarios and rules test, and whether that is
// enough; its status is 1 where it is not.
import { loadCatalogue } from '../../src/catalogue/index.ts';
import { coveredBy, coverageTable, reaches, unaccounted } from '../../src/cli/coverage.ts';
import { replyPairs } from '../../src/cli/reply-pairs.ts';
import { table } from '../../src/report/common/table.ts';
import { suitesScenarios } from '../../src/scenario/suites.ts';

const catalogue = loadCatalogue();
const requirements = [...catalogue.requirements.values()];
const covered = coveredBy(suitesScenarios());
const shares = reaches(requirements, covered);
const missing = unaccounted(catalogue, covered);
const pairs = replyPairs(catalogue, suitesScenarios());

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const judged = pairs.all.length - pairs.unjudged.length;
const rows = shares.map(({ levels, covered: count, of, bound, holds }) => [
  levels.join(', '),
  `${count}/${of}`,
  percent(count / of),
  `at least ${percent(bound)}`,
  holds ? '' : 'too few',
]);
const columns = [{}, { align: 'right' }, { align: 'right' }, {}, {}] as const;
for (const line of [
  ...coverageTable(requirements, covered),
  '',
  ...table(rows, columns),
  '',
  `${catalogue.outOfReach.size} out of reach, each with its reason: ftpspec list requirements --uncovered`,
  `${judged} of ${pairs.all.length} pairs of command and code in the reply tables (${percent(judged / pairs.all.length)}) are judged by a scenario`,
  ...missing,
])
  console.log(line);
if (missing.length > 0 || shares.some(({ holds }) => !holds)) process.exitCode = 1;
