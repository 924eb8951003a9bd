import { stringify } from 'yaml';

/** What a first configuration says of a server. */
export interface Found {
  readonly name: string;
  readonly url: string;
  /** options of the target, in the order in which they are written */
  readonly values: Readonly<Record<string, string | boolean | number>>;
  /** what was seen of it, in lines of harmless text */
  readonly seen: readonly string[];
}

/** A configuration to begin with: the one target, and in comments what else there is to say. */
export function firstConfig({ name, url, values, seen }: Found): string {
  const target = Object.entries({ url, ...values }).map(([key, value]) =>
    stringify({ [key]: value }).trimEnd(),
  );
  return [
    '# What `ftpspec run` tests, and how. Keys are its options: here they hold for all targets, below for one.',
    '# The command line wins over both.',
    'reporter: [pretty, html=reports/report.html]',
    '',
    'targets:',
    `  ${stringify({ [name]: null })
      .trimEnd()
      .replace(/ null$/, '')}`,
    ...seen.map((line) => `    # ${line}`),
    ...target.map((line) => `    ${line}`),
    '    # What may be done to it beyond what is safe:',
    '    # allow: [writes, intrusive]',
    '    # What is known to fail, and why; `ftpspec run --update-ledger` writes it:',
    '    # ledger: known.yaml',
    '    # What is left out:',
    '    # exclude: [limits/*]',
    '',
  ].join('\n');
}
