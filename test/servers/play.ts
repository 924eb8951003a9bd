import { join } from 'node:path';
import { type Endpoint, formatEndpoint } from '../../src/wire/endpoint.ts';
import type { JsonRun } from '../../src/report/run/json.ts';
import { ftpspec, readResults } from '../support/cli.ts';
import { ACCOUNT, ANOTHER, type Lab, type ServerName } from './lab.ts';
import type { Observations, Observed } from './ledger.ts';
import { VARIANTS, type Variant } from './variants.ts';

/** Where the runs leave their reports: who decides about a failure reads its transcript there. */
const REPORTS = join(import.meta.dirname, '../../reports/servers');

/** Plays the default suite against a server in every variant, each in a container of its own, side by side. */
export async function playSuite(lab: Lab, server: ServerName): Promise<Observations> {
  const runs = VARIANTS.map(
    async (variant) => [variant, await playOne(lab, server, variant)] as const,
  );
  return new Map(await Promise.all(runs));
}

async function playOne(lab: Lab, server: ServerName, variant: Variant) {
  const container = await lab.start(server);
  const out = join(REPORTS, `${server} ${variant}`.replaceAll(' ', '-'));
  try {
    const { code, stderr } = await ftpspec(
      [
        'run',
        url(container.endpoints, variant),
        ...['--password-env', 'FTPSPEC_PASSWORD'],
        ...['--second-user', `${ANOTHER.user}:${ANOTHER.password}`],
        // A container's own address is not loopback, but nobody else uses it.
        ...['--allow', 'writes,intrusive'],
        // Its certificate is its own.
        '--insecure',
        ...['--jobs', '8'],
        // Twelve runs share the machine.
        ...['--timeout', '30'],
        ...['--out', out, '--reporter', 'quiet'],
      ],
      { env: { FTPSPEC_PASSWORD: ACCOUNT.password } },
    );
    // 1: something failed, as the ledger may say.
    if (code !== 0 && code !== 1) throw new Error(`${server}, ${variant}: ${stderr}`);
    return outcomes(readResults(out));
  } finally {
    await container.stop();
  }
}

/** The address of the variant's family, with the scheme that asks for AUTH TLS or not. */
function url(endpoints: readonly Endpoint[], variant: Variant): string {
  const v6 = variant.endsWith('ipv6');
  const endpoint = endpoints.find(({ host }) => host.includes(':') === v6);
  if (!endpoint) throw new Error(`the container has no address for ${variant}`);
  const scheme = variant.startsWith('tls') ? 'ftpes' : 'ftp';
  return `${scheme}://${ACCOUNT.user}@${formatEndpoint(endpoint)}/`;
}

function outcomes({ scenarios, rules }: JsonRun): Map<string, Observed> {
  const all = new Map<string, Observed>();
  for (const { id, outcome, reason } of scenarios) all.set(id, { outcome, reason });
  for (const { id, outcome, problems: violations } of rules) {
    const worst = violations.find((one) => one.outcome === outcome);
    const reason = worst ? `in ${worst.scenario}: ${worst.command} draws ${worst.actual}` : '';
    all.set(id, { outcome, reason });
  }
  return all;
}
