// `npm run hostile [-- ID…]`: drives `run` and `diagnose` against servers that mean harm; says who survived, and what the
// worst took. A star in an id stands for any letters.
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { pool } from '../netlab/pool.ts';
import { matching, sample } from './choice.ts';
import { lineOf, tryOne, type Trial } from './trial.ts';

const options = await yargs(hideBin(process.argv))
  .usage('npm run hostile [-- ID…]')
  .option('sample', { type: 'number', describe: 'Only so many, chosen by the seed' })
  .option('seed', {
    type: 'number',
    describe: 'Chooses the sample',
    default: Date.now() % 1_000_000,
  })
  .option('jobs', { type: 'number', default: 2, describe: 'Plays at a time' })
  .option('list', { type: 'boolean', default: false, describe: 'Only say which there are' })
  .strictOptions()
  .parseAsync();

/** The worst of a column, one line each. */
function worst(trials: readonly Trial[], command: string): string[] {
  const own = trials.filter(({ drive }) => drive.command === command);
  const most = (key: 'peak' | 'seconds'): Trial | undefined =>
    own.toSorted((a, b) => b[key] - a[key])[0];
  const [peak, seconds] = [most('peak'), most('seconds')];
  if (!peak || !seconds) return [];
  return [
    `most memory of a ${command.padEnd(9)} ${peak.peak.toFixed(0).padStart(6)} MB  ${peak.id}`,
    `longest ${command.padEnd(9)}          ${seconds.seconds.toFixed(1).padStart(6)} s   ${seconds.id}`,
  ];
}

async function main(): Promise<number> {
  const matched = matching(options._.map(String));
  const chosen =
    options.sample === undefined ? matched : sample(matched, options.sample, options.seed);
  if (chosen.length === 0) {
    console.error('No behaviour has such an id; --list shows them.');
    return 2;
  }
  if (options.list) {
    for (const { id, title } of chosen) console.log(`${id.padEnd(24)} ${title}`);
    return 0;
  }
  if (options.sample !== undefined) console.log(`seed ${options.seed}`);
  const plays = chosen.flatMap((behaviour) =>
    behaviour.drives.map((drive) => ({ behaviour, drive })),
  );
  const begun = pool(plays, options.jobs, new AbortController().signal, (one) =>
    tryOne(one.behaviour, one.drive),
  );
  const trials: Trial[] = [];
  for (const trial of begun) {
    const done = await trial;
    trials.push(done);
    console.log(lineOf(done));
  }
  const lost = new Set(trials.filter(({ wrong }) => wrong.length > 0).map(({ id }) => id));
  console.log('');
  for (const command of ['run', 'diagnose'])
    for (const line of worst(trials, command)) console.log(line);
  console.log(`${trials.length} plays`);
  console.log(`${chosen.length - lost.size}/${chosen.length} survived`);
  return lost.size === 0 ? 0 : 1;
}

process.exitCode = await main();
