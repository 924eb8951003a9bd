// `npm run variations [-- ids]`: the whole suite against lawful variations of the embedded server, side by side. What
// it holds against one of them is unfair.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { jsonSchema } from '../../src/reference/behaviours/schema.ts';
import { builtinVariations, pickVariations } from '../../src/reference/index.ts';
import { variationsSchema } from '../../src/reference/variations/schema.ts';
import { sideBySide, wholeSuite } from '../support/play-embedded.ts';
import {
  accusations,
  fresh,
  loadUnfair,
  sampled,
  unfairFile,
  type Accusation,
} from './fairness.ts';

const args = await yargs(hideBin(process.argv))
  .option('sample', { type: 'number', describe: 'Only so many, chosen by the seed' })
  .option('seed', {
    type: 'string',
    describe: 'Chooses the sample',
    default: randomBytes(4).toString('hex'),
  })
  .option('at-once', {
    type: 'number',
    default: 6,
    describe: 'Servers at a time: they mostly wait',
  })
  .option('write', {
    type: 'boolean',
    default: false,
    describe: 'Write down in unfair.json what is held against those played',
  })
  .option('schema', {
    type: 'boolean',
    default: false,
    describe: 'Print the JSON Schema of files of variations and end',
  })
  .strictOptions()
  .parseAsync();

if (args.schema) console.log(JSON.stringify(jsonSchema(variationsSchema), undefined, 2));
else await playVariations(args._.map(String));

async function playVariations(ids: readonly string[]): Promise<void> {
  const subject = wholeSuite();
  const chosen =
    ids.length > 0
      ? pickVariations(ids)
      : args.sample === undefined
        ? builtinVariations()
        : sampled(args.sample, args.seed);
  if (args.sample !== undefined) console.log(`seed ${args.seed}`);
  const unfair = loadUnfair();
  const verdicts = await sideBySide(chosen, args['at-once'], async (variation) => {
    const held = await accusations(subject, variation);
    const isNew = fresh(variation, held, unfair).length > 0;
    const verdict = isNew ? 'UNFAIR' : held.length > 0 ? 'known ' : 'fair  ';
    console.log(`${verdict} ${variation.id}: ${variation.title}`);
    for (const { outcome, id, reason } of held) console.log(`         ${outcome} ${id}: ${reason}`);
    return { id: variation.id, held, isNew };
  });
  if (args.write) write(verdicts);
  const count = (holds: (verdict: (typeof verdicts)[number]) => boolean): number =>
    verdicts.filter(holds).length;
  console.log(
    `\n${count(({ held }) => held.length === 0)}/${verdicts.length} variations fair, ` +
      `${count(({ held, isNew }) => held.length > 0 && !isNew)} not yet, as is known`,
  );
  process.exitCode = verdicts.some(({ isNew }) => isNew) && !args.write ? 1 : 0;
}

function write(
  verdicts: readonly { readonly id: string; readonly held: readonly Accusation[] }[],
): void {
  const played = verdicts.map(({ id, held }) => [id, held.map((one) => one.id).sort()] as const);
  const all = Object.entries({ ...loadUnfair(), ...Object.fromEntries(played) });
  const rows = all.filter(([, ids]) => ids.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(unfairFile, `${JSON.stringify(Object.fromEntries(rows), undefined, 2)}\n`);
}
