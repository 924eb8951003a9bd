// npm run hostile -- [ID, in which a star stands for any letters]... [--seed S --sample N] [--jobs N] [--list]
import { parseArgs } from 'node:util';
import { pool } from '../netlab/pool.ts';
import { matching, sample } from './choice.ts';
import { lineOf, tryOne, type Trial } from './trial.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sample: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
  },
});

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
  const matched = matching(positionals);
  const chosen =
    options.sample === undefined
      ? matched
      : sample(matched, Number(options.sample), Number(options.seed));
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
  const begun = pool(plays, Number(options.jobs), new AbortController().signal, (one) =>
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
