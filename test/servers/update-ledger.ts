// Rewrites the warnings and skips in the ledgers of the real servers, or of those named, as they are now.
// Failures stay with people: each needs somebody who has read the transcript.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { openLab, SERVER_NAMES, type ServerName } from './lab.ts';
import { differences, ledgerFile, readLedger, withOutcomes } from './ledger.ts';
import { playSuite } from './play.ts';

const named = process.argv.slice(2) as ServerName[];
for (const name of named)
  if (!SERVER_NAMES.includes(name))
    throw new Error(`no server ${name}; there are ${SERVER_NAMES.join(', ')}`);
const lab = await openLab();
try {
  await Promise.all((named.length > 0 ? named : SERVER_NAMES).map(update));
} finally {
  await lab.close();
}

async function update(server: ServerName): Promise<void> {
  const observations = await playSuite(lab, server);
  const file = ledgerFile(server);
  const text = withOutcomes(readFileSync(file, 'utf8'), observations);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  const left = differences(readLedger(server), observations);
  console.log(left.length === 0 ? `${server}: as the ledger says` : `${server}: yours to decide`);
  for (const line of left) console.log(`  ${line}`);
  if (left.length > 0) process.exitCode = 1;
}
