// `npm run servers [-- NAME…]`: plays the default suite against the real servers, or those named, in all their places,
// holds them against their ledgers, and writes docs/servers.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { missingFor } from './build.ts';
import { type Lab, openLab } from './containers.ts';
import { type Declared, declared, declaredServers } from './declaration.ts';
import { digestOf, type PlaceDigest, writeDigest } from './digest.ts';
import { writePage } from './page/write.ts';
import { judgeServer, type Judged, ledgerFile, playServer } from './play.ts';
import { serve } from './serve.ts';

/** A play waits much of its time, but it has several places and eight jobs in each. */
const SIDE_BY_SIDE = 2;

const { updateLedger: updates = false, ...args } = await yargs(hideBin(process.argv))
  .usage('npm run servers [-- NAME…]')
  .option('update-ledger', {
    type: 'boolean',
    describe: 'Write the ledgers (npm run ledger)',
  })
  .option('serve', { type: 'string', describe: 'Start this one, for playing by hand' })
  .conflicts('serve', 'update-ledger')
  .strictOptions()
  .parseAsync();
if (args.serve !== undefined) {
  await serve(declared(args.serve));
  process.exit();
}
const names = args._.map(String);
// So that the servers that were started end as well.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
// Each server that runs waits for the end of this process.
process.setMaxListeners(0);

const chosen: Declared[] = [];
for (const server of names.length > 0 ? names.map(declared) : declaredServers()) {
  const missing = await missingFor(server);
  if (missing === undefined) chosen.push(server);
  else console.log(`${server.name}: skipped: ${missing}`);
}

const images = chosen.filter(({ build }) => build === 'image');
const lab = images.length > 0 ? await openLab(images) : undefined;
const judged = new Set<string>();
let unexplained = 0;
try {
  // Fewer jobs take longer.
  const left = chosen.toSorted((one, other) => one.jobs - other.jobs);
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let server = left.shift(); server; server = left.shift()) await play(server, lab);
    }),
  );
} finally {
  await lab?.close();
}
if (!updates) {
  await writePage();
  const sums = [`${chosen.length} servers`, `${judged.size} requirements judged`];
  console.log([...sums, `${unexplained} unexplained`].join(', '));
  process.exitCode = unexplained > 0 ? 1 : 0;
}

async function play(server: Declared, lab: Lab | undefined): Promise<void> {
  if (updates) {
    await playServer(server, { lab, more: ['--update-ledger'] });
    await tidy(ledgerFile(server));
    return;
  }
  const judgment = await judgeServer(server, { lab }).catch((error: unknown) => error as Error);
  if (judgment instanceof Error) {
    // The others are played all the same.
    unexplained++;
    console.log(`${server.name}: not played: ${judgment.message}`);
    return;
  }
  const { deaths, runs, differed, lasting } = judgment;
  const places = runs.map((run, index) => digestOf(run, server.places[index]!));
  for (const run of runs) for (const id of judgedBy(run)) judged.add(id);
  unexplained += lasting.size;
  const date = new Date().toISOString().slice(0, 10);
  writeDigest(server, { date, deaths, unexplained: [...lasting.keys()], places });
  console.log(report(server, places, deaths, lasting, differed));
}

function judgedBy({ scenarios, rules }: Judged['runs'][number]): string[] {
  return [...scenarios, ...rules].flatMap(({ outcome, covers }) =>
    ['pass', 'warn', 'fail'].includes(outcome) ? covers : [],
  );
}

function report(
  { name }: Declared,
  places: readonly PlaceDigest[],
  deaths: number,
  lasting: ReadonlyMap<string, string>,
  differed: ReadonlyMap<string, string>,
): string {
  const each = places.map(
    ({ place, seconds, broken, warned }) =>
      `${place}: ${broken.length} broken, ${warned.length} warnings, ${seconds} s`,
  );
  const died = deaths > 0 ? `; died ${deaths} times` : '';
  const chance = [...differed.keys()].filter((id) => !lasting.has(id));
  return [
    `${name}: ${each.join('; ')}${died}`,
    ...(chance.length > 0 ? [`  differed once only: ${chance.join(', ')}`] : []),
    ...[...lasting.values()].map((line) => `  unexplained: ${line}`),
  ].join('\n');
}

async function tidy(file: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
