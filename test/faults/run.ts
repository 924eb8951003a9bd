// `npm run faults`: the scenarios that should see it (or with --all the whole suite) against each fault. Writes down
// in faults/matrix.json which faults each scenario notices.
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { loadFaultMatrix, matrixFile } from '../../src/reference/faults/matrix.ts';
import { jsonSchema } from '../../src/reference/behaviours/schema.ts';
import { faultsSchema } from '../../src/reference/faults/schema.ts';
import { builtinFaults } from '../../src/reference/index.ts';
import { sideBySide, wholeSuite } from '../support/play-embedded.ts';
import { LOWERED } from './lowered.ts';
import { judgingSteps } from './steps.ts';
import { related, sight, updateMatrix, type Sighting } from './matrix.ts';

/** Faults played at a time: they mostly wait. */
const AT_ONCE = 12;

const args = await yargs(hideBin(process.argv))
  .option('grep', { type: 'string', describe: 'Only faults whose id matches' })
  .option('all', {
    type: 'boolean',
    default: false,
    describe: 'All scenarios, not only those that should see it',
  })
  .option('steps', {
    type: 'boolean',
    default: false,
    describe: 'Name the steps that judge and hold whatever the fault is',
  })
  .option('schema', {
    type: 'boolean',
    default: false,
    describe: 'Print the JSON Schema of files of faults and end',
  })
  .strict()
  .parseAsync();

if (args.schema) console.log(JSON.stringify(jsonSchema(faultsSchema), undefined, 2));
else await playFaults();

async function playFaults(): Promise<void> {
  const subject = wholeSuite();
  const pattern = new RegExp(args.grep ?? '');
  const faults = builtinFaults().filter(({ id }) => pattern.test(id));
  const sightings = await sideBySide(faults, AT_ONCE, async (fault) => {
    const scenarios = args.all ? subject.scenarios : related(subject, fault);
    const sighting = await sight(subject, scenarios, fault);
    print(sighting);
    return sighting;
  });
  const unseen = sightings.flatMap(({ fault, named }) => (named.length === 0 ? fault.id : []));
  console.log(
    `\n${faults.length - unseen.length}/${faults.length} faults seen by one that names the requirement`,
  );
  if (unseen.length > 0) console.log(`not seen: ${unseen.join(', ')}`);
  for (const by of LOWERED) {
    const those = sightings.filter(({ lowered }) => lowered === by).map(({ fault }) => fault.id);
    console.log(`a MUST is broken and only warned of, by ${by}: ${those.join(', ') || 'none'}`);
    if (by === 'nothing' && those.length > 0) process.exitCode = 1;
  }
  if (unseen.length > 0) process.exitCode = 1;
  const matrix = updateMatrix(subject, loadFaultMatrix(), sightings);
  const style = await resolveConfig(matrixFile());
  writeFileSync(matrixFile(), await format(JSON.stringify(matrix), { ...style, parser: 'json' }));
  const proved = new Set(sightings.flatMap(({ places }) => places));
  const judging = judgingSteps(subject.scenarios);
  const unproved = judging.filter(({ place }) => !proved.has(place));
  const share = 1 - unproved.length / judging.length;
  console.log(
    `${judging.length - unproved.length}/${judging.length} steps that judge do not hold with one fault or another (${(100 * share).toFixed(1)} %)`,
  );
  if (args.steps)
    for (const { scenario, place } of unproved)
      console.log(`  ${place}  ${scenario.level}  ${scenario.id}`);
  const blind = subject.scenarios.flatMap(({ id }) => (matrix[id] ? [] : id));
  if (blind.length > 0) console.log(`scenarios that notice no fault: ${blind.join(', ')}`);
}

function print({ fault, seenBy, named }: Sighting): void {
  console.log(`${fault.id}: ${fault.title}`);
  for (const id of named) console.log(`  ${seenBy.get(id) ?? ''} ${id}`);
  const others = [...seenBy].flatMap(([id, outcome]) =>
    named.includes(id) ? [] : `${id} (${outcome})`,
  );
  console.log(`  others: ${others.join(', ') || 'none'}`);
}
