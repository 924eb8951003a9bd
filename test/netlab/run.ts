// `npm run netlab`: `diagnose` in network namespaces; says which situations it names.
import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Lab } from './lab.ts';
import { nodes } from './network.ts';
import { type Claim, claimsOf, confidenceLines, isHonest } from './confidence.ts';
import { pool } from './pool.ts';
import { randomSituations } from './random.ts';
import type { Situation } from './situation.ts';
import { situations } from './situations.ts';
import { tryDiagnose, tryCheck, type Outcome } from './attempt.ts';
import { missing, missingDiagnose, prepareMachine, unavailable } from './machine.ts';

const options = await yargs(hideBin(process.argv))
  .usage('npm run netlab -- [options]')
  .option('grep', { type: 'string', array: true, describe: 'Only those with this in their id' })
  .option('random', { type: 'number', describe: 'So many worlds put together by chance instead' })
  .option('seed', {
    type: 'string',
    default: String(Date.now() % 1_000_000),
    describe: 'Chooses the worlds',
  })
  .option('check', {
    type: 'boolean',
    default: false,
    describe: 'Show without ftpspec that the situations are there',
  })
  .option('keep', { type: 'boolean', default: false, describe: 'Stop in each lab, to look around' })
  .option('jobs', { type: 'number', default: 4, describe: 'Labs at a time' })
  .option('list', { type: 'boolean', default: false, describe: 'Only say which there are' })
  .option('verbose', {
    type: 'boolean',
    default: false,
    describe: 'Tell those in full that are right',
  })
  .parserConfiguration({ 'greedy-arrays': false })
  .strict()
  .parseAsync();

/** Lets the user look around before the lab goes on. */
async function visit(lab: Lab, situation: Situation): Promise<void> {
  console.log(`${situation.id}: ${situation.title}\n  ${situation.url}`);
  for (const node of nodes) console.log(`  ${node}: ${lab.command(node, ['bash']).join(' ')}`);
  const terminal = createInterface(process.stdin, process.stdout);
  await terminal.question('Enter goes on ');
  terminal.close();
}

function print(situation: Situation, { right, found, seconds, detail }: Outcome): void {
  const mark = right ? pc.green('ok  ') : pc.red('FAIL');
  const { id, code } = situation;
  console.log(
    `${mark} ${id.padEnd(54)} ${code.padEnd(32)} ${found.padEnd(32)} ${seconds.toFixed(1)} s`,
  );
  if (right && !options.verbose) return;
  const text = [situation.title, situation.url, detail].join('\n');
  console.log(pc.dim(text.replace(/^/gm, '       ')));
}

function wanted(): Situation[] {
  const { grep, random, seed } = options;
  const all = random === undefined ? situations : randomSituations(random, seed);
  return all.filter(({ id }) => grep === undefined || grep.some((text) => id.includes(text)));
}

async function main(): Promise<number> {
  const chosen = wanted();
  if (chosen.length === 0) {
    console.error('No situation has such an id; --list shows them.');
    return 2;
  }
  if (options.list) {
    for (const { id, title } of chosen) console.log(`${id.padEnd(54)} ${title}`);
    return 0;
  }
  const lacking = (await missing()) ?? (options.check ? undefined : await missingDiagnose());
  if (lacking !== undefined) {
    console.error(`The lab cannot run: ${lacking}.`);
    return 2;
  }
  if (options.random !== undefined) console.log(`seed ${options.seed}`);
  const machine = await prepareMachine();
  const runnable = chosen.filter((situation) => {
    const reason = unavailable(situation, machine);
    if (reason !== undefined) console.log(`skip ${situation.id}: ${reason}`);
    return reason === undefined;
  });

  const began = performance.now();
  const width = options.keep ? 1 : options.jobs;
  const attempt = options.check ? tryCheck : tryDiagnose;
  const outcomes = pool(runnable, width, new AbortController().signal, (situation) =>
    attempt(situation, machine, options.keep ? visit : undefined),
  );
  let right = 0;
  const claims: Claim[] = [];
  for (const [index, situation] of runnable.entries()) {
    const outcome = await outcomes[index]!;
    print(situation, outcome);
    if (outcome.right) right += 1;
    claims.push(...claimsOf(situation, outcome.findings ?? []));
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const skipped = chosen.length - runnable.length;
  if (claims.length > 0) console.log(confidenceLines(claims).join('\n'));
  const pairs = runnable.filter(({ and }) => and !== undefined).length;
  console.log(`${pairs} with several faults at once, ${skipped} skipped, ${seconds} s`);
  console.log(`${right}/${runnable.length} right`);
  return right === runnable.length && right > 0 && isHonest(claims) ? 0 : 1;
}

// the labs end with the pipes that this process holds
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exitCode = await main();
