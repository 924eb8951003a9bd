// `npm run faults`: the whole suite (or with --related the scenarios that should see it) against each fault.
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { faultsJsonSchema } from '../../src/reference/faults/schema.ts';
import { builtinFaults } from '../../src/reference/index.ts';
import { related, sideBySide, sight, wholeSuite } from './matrix.ts';

const args = await yargs(hideBin(process.argv))
  .option('grep', { type: 'string', describe: 'Only faults whose id matches' })
  .option('related', {
    type: 'boolean',
    default: false,
    describe: 'Only scenarios that should see it',
  })
  .option('schema', {
    type: 'boolean',
    default: false,
    describe: 'Print the JSON Schema of files of faults and end',
  })
  .option('suite', { type: 'string', array: true, describe: 'Only scenarios of these suites' })
  .strict()
  .parseAsync();

if (args.schema) {
  console.log(JSON.stringify(faultsJsonSchema(), undefined, 2));
  process.exit();
}

const subject = wholeSuite();
const pattern = new RegExp(args.grep ?? '');
const faults = builtinFaults().filter(({ id }) => pattern.test(id));
const red = new Set<string>();
const unseen: string[] = [];
await sideBySide(faults, 3, async (fault) => {
  const chosen = args.related ? related(subject, fault) : subject.scenarios;
  const scenarios = chosen.filter(({ suite }) => args.suite?.includes(suite) ?? true);
  const { seenBy, named } = await sight(subject, scenarios, fault);
  for (const [id, outcome] of seenBy) if (outcome === 'fail') red.add(id);
  if (named.length === 0) unseen.push(fault.id);
  const others = [...seenBy].map(([id, outcome]) =>
    named.includes(id) ? undefined : `${id} (${outcome})`,
  );
  console.log(`${fault.id}: ${fault.title}`);
  for (const id of named) console.log(`  ${seenBy.get(id) ?? ''} ${id}`);
  console.log(`  others: ${others.filter((one) => one !== undefined).join(', ') || 'none'}`);
});
const grey = subject.scenarios.filter(
  ({ id, level, suite }) =>
    /^MUST/.test(level) && !red.has(id) && (args.suite?.includes(suite) ?? true),
);
console.log(
  `\n${faults.length - unseen.length}/${faults.length} faults seen by one that names the requirement`,
);
if (unseen.length > 0) console.log(`not seen: ${unseen.join(', ')}`);
console.log(
  `${grey.length} MUST scenarios that none of these faults turned red: ${grey.map(({ id }) => id).join(', ')}`,
);
process.exitCode = unseen.length > 0 ? 1 : 0;
