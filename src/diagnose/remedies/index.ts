import { leading, type View } from '../evidence/view.ts';
import { ADVICE } from './advice.ts';
import type { Remedy } from './remedy.ts';
import { SETTINGS } from './settings.ts';

export type { Remedy } from './remedy.ts';

/** What a cause can name as its remedy: each is server settings, advice, or both. */
export type RemedyName = keyof typeof SETTINGS | keyof typeof ADVICE;

const SETTINGS_OF: Readonly<Partial<Record<RemedyName, Readonly<Record<string, string>>>>> =
  SETTINGS;
const ADVICE_OF: Readonly<Partial<Record<RemedyName, readonly Remedy[]>>> = ADVICE;

/** All names of remedies. */
export function remedyNames(): string[] {
  return [...new Set([...Object.keys(SETTINGS), ...Object.keys(ADVICE)])];
}

/** Everything that a remedy can say, for every product, its places not filled in. */
export function allRemedies(name: RemedyName): Remedy[] {
  const settings = Object.entries(SETTINGS_OF[name] ?? {});
  return [
    ...settings.map(([product, change]) => ({ for: product, change })),
    ...(ADVICE_OF[name] ?? []),
  ];
}

/** Which products get named where the server did not give its name away. */
const USUAL = ['vsftpd', 'ProFTPD', 'Pure-FTPd', 'FileZilla Server', 'IIS'];

/** The row for a product whose settings are not in the table. */
const ANY = 'server';

/** What to change, for the product that the server is, or for the usual ones where that is not known. */
export function remediesFor(
  names: readonly RemedyName[],
  product: string | undefined,
  view: View,
): Remedy[] {
  const fill = filler(view);
  return names.flatMap((name) => {
    const table = SETTINGS_OF[name] ?? {};
    const products = product === undefined ? USUAL : [product];
    const known = products.filter((one) => table[one] !== undefined);
    const settings = (known.length > 0 ? known : [ANY]).flatMap((one) =>
      table[one] === undefined ? [] : [{ for: one, change: table[one] }],
    );
    return [...settings, ...(ADVICE_OF[name] ?? [])].map((remedy) => ({
      for: remedy.for,
      change: fill(remedy.change),
    }));
  });
}

function filler(view: View): (text: string) => string {
  const peer = view.dials.find((one) => one.outcome === 'connected')?.to.host ?? view.target.host;
  const ports = leading(view).flatMap(({ endpoint }) => endpoint?.port ?? []);
  const declared = view.options.passivePorts;
  const narrow = ports.length > 0 && Math.max(...ports) - Math.min(...ports) <= 1000;
  const from = declared?.[0] ?? (narrow ? Math.min(...ports) : 50_000);
  const to = declared?.[1] ?? (narrow ? Math.max(...ports) : 50_099);
  const known = declared
    ? `${from}-${to}`
    : narrow
      ? `${from}-${to} was seen; the server's setting tells all of it`
      : `such as ${from}-${to}`;
  const values: Readonly<Record<string, string>> = {
    '{address}': peer,
    '{host}': view.target.host,
    '{control}': String(view.target.port),
    '{from}': String(from),
    '{to}': String(to),
    '{range}': `${from}-${to}`,
    '{ports}': `the passive range (${known})`,
    '{ftpes}': `ftpes://${view.target.host}`,
  };
  return (text) => text.replace(/\{[a-z]+\}/g, (name) => values[name] ?? name);
}
