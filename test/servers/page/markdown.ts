import type { LeftOut } from './left-out.ts';
import { type Cell, idsOf, matrix, type Row } from './matrix.ts';

/** Reasons for skips that a server's line names. */
const CAUSES = 8;

/** Columns of the table of features: the name, and one of the words that a digest has for it. */
const FEATURES: readonly (readonly [name: string, ...words: string[]])[] = [
  ['TLS 1.2', 'TLS 1.2'],
  ['TLS 1.3', 'TLS 1.3'],
  ['resumption', 'resumption'],
  ['EPSV', 'EPSV'],
  ['MLST', 'MLST', 'MLSD'],
  ['SIZE', 'SIZE'],
  ['MDTM', 'MDTM'],
  ['MFMT', 'MFMT'],
  ['REST', 'REST STREAM', 'REST'],
  ['UTF8', 'UTF8'],
  ['TVFS', 'TVFS'],
  ['HOST', 'HOST'],
  ['LANG', 'LANG'],
  ['HASH', 'HASH'],
];

/** The text of docs/servers.md, before it is formatted. */
export function renderPage(rows: readonly Row[], leftOut: readonly LeftOut[]): string {
  return [
    '# Real servers, judged by the RFCs',
    `<!-- \`npm run servers\` writes this page from test/servers. -->`,
    `${rows.length} servers in ${new Set(rows.map(({ server }) => server.language)).size} languages, each as its folder ` +
      'in [test/servers](../test/servers) pins, builds and starts it, played whole by `npm run servers`. The ' +
      "server's `ledger.yaml` there gives the reason of every failure with the line that shows it. A set-up that offers " +
      'less is judged on less: what was skipped is counted, with its causes below.',
    '![servers and suites](servers.svg)',
    '## Servers',
    servers(rows),
    '## What they offer',
    'What FEAT lists, or was seen to work: `resumption` is that of TLS sessions on data connections.',
    features(rows),
    '## Servers and suites',
    LEGEND,
    grid(rows, 'suites'),
    '## Servers and requirements',
    `${LEGEND} Here requirements of the [catalogue](catalogue.md) are counted, by area.`,
    grid(rows, 'areas'),
    '## Deviations worth knowing',
    'Each with the command that shows it; `npm run servers -- --serve NAME` starts the server and says its URL.',
    deviations(rows),
    '## What was not judged, and why',
    ...rows.map(skipped),
    '## Servers that are not here',
    table(
      ['Server', 'Language', 'Why'],
      leftOut.map(({ title, language, why }) => [title, language, why]),
    ),
    '',
  ].join('\n\n');
}

const LEGEND =
  '✗ how many MUSTs are broken, ! how many SHOULDs and conventions are not met, in the set-up where it is worst; ' +
  '✓ all that was judged holds, – nothing was judged.';

function servers(rows: readonly Row[]): string {
  return table(
    [
      'Server',
      'Version',
      'Language',
      'Played',
      'Scenarios and rules that break a MUST',
      '… that warn',
      'Skipped',
      'Died',
      'Time',
    ],
    rows.map((row) => {
      const { server, digest } = row;
      const skips = digest.places.map(({ skipped }) => skipped.reduce((sum, [, n]) => sum + n, 0));
      const seconds = Math.max(...digest.places.map((place) => place.seconds));
      return [
        `[${server.title}](${server.home})`,
        server.version,
        server.language,
        digest.places.map(({ place }) => place).join(', '),
        String(idsOf(row, 'broken').length),
        String(idsOf(row, 'warned').length),
        String(Math.min(...skips)),
        digest.deaths > 0 ? `${digest.deaths} times` : '',
        `${seconds} s`,
      ];
    }),
  );
}

function features(rows: readonly Row[]): string {
  return table(
    ['Server', ...FEATURES.map(([name]) => name)],
    rows.map(({ server, digest }) => {
      const seen = new Set(digest.places.flatMap((place) => place.features));
      return [
        server.title,
        ...FEATURES.map(([, ...words]) => (words.some((word) => seen.has(word)) ? '✓' : '')),
      ];
    }),
  );
}

function grid(rows: readonly Row[], kind: 'suites' | 'areas'): string {
  const { columns, cells } = matrix(rows, kind);
  // As many columns as there are suites do not fit: servers go across.
  return table(
    [kind === 'suites' ? 'Suite' : 'Area', ...rows.map(({ server }) => server.title)],
    columns.map((column, index) => [column, ...cells.map((row) => mark(row[index]!))]),
  );
}

function mark({ fail, warn, judged }: Cell): string {
  if (judged === 0) return '–';
  if (fail + warn === 0) return '✓';
  return [fail > 0 ? `✗${fail}` : '', warn > 0 ? `!${warn}` : ''].join(' ').trim();
}

function deviations(rows: readonly Row[]): string {
  return rows
    .flatMap(({ server }) =>
      server.deviations.map(
        ({ what, id, tls }) =>
          `- **${server.title}**: ${what}  \n  \`ftpspec run ${tls ? 'ftpes' : 'ftp'}://ftpspec@HOST --id ${id}\``,
      ),
    )
    .join('\n');
}

function skipped({ server, digest }: Row): string {
  const causes = digest.places[0]?.skipped ?? [];
  const named = causes.slice(0, CAUSES).map(([cause, scenarios]) => `${cause} (${scenarios})`);
  const rest = causes.slice(CAUSES).reduce((sum, [, scenarios]) => sum + scenarios, 0);
  const all = [...named, ...(rest > 0 ? [`other reasons (${rest})`] : [])];
  const note = server.note === undefined ? '' : ` ${server.note}`;
  return `**${server.title}**, ${digest.places[0]?.place ?? ''}: ${all.join('; ') || 'nothing was skipped'}.${note}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
