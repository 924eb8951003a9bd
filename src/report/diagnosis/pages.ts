import type {
  Diagnosis,
  Finding,
  Observation,
  StageResult,
  StageState,
  Verdict,
} from '../../diagnose/index.ts';
import type { Style } from '../common/style.ts';
import { type Cell, table } from '../common/table.ts';
import { drawPath, listPath } from './drawing.ts';
import { beside, capital, count, cut, duration, oneLine, toAscii, wrap } from '../common/text.ts';
import type { DiagnosisEnd } from './events.ts';

type Color = 'green' | 'yellow' | 'red' | 'dim';

const STAGE_MARKS: Readonly<Record<StageState, readonly [string, Color]>> = {
  ok: ['✓', 'green'],
  partly: ['!', 'yellow'],
  failed: ['✗', 'red'],
  'left out': ['-', 'dim'],
};

const SEVERITY_COLORS: Readonly<Record<Finding['severity'], Color>> = {
  broken: 'red',
  degraded: 'yellow',
  note: 'dim',
};

const VERDICT_COLORS: Readonly<Record<Verdict, Color>> = {
  healthy: 'green',
  degraded: 'yellow',
  broken: 'red',
  interrupted: 'dim',
};

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** With less, nothing has room beside something else. */
const NARROW = 64;

/**
 * A diagnosis for people: the stages, the way in a drawing, then the findings with evidence and remedies.
 * @param activeMatters active mode is asked about: notes on it are told like others
 */
export function diagnosisLines(
  diagnosis: Diagnosis,
  style: Style,
  activeMatters: boolean,
): string[] {
  const width = Math.min(style.width, WIDEST);
  const { colors } = style;
  const isAside = ({ stage, severity }: Finding): boolean =>
    !activeMatters && severity === 'note' && stage.startsWith('active');
  const told = diagnosis.findings.filter((one) => !isAside(one));
  const aside = diagnosis.findings
    .filter(isAside)
    .map(({ code, summary }) => plain(`${code}, ${summary}`, style));
  const untried = untriedBy(diagnosis);
  const product = diagnosis.product === undefined ? '' : ` (${diagnosis.product})`;
  return [
    colors.bold(oneLine(`${diagnosis.target}${product}`)),
    '',
    ...diagnosis.stages.flatMap((one) => stageLines(one, style, width)),
    ...beside('  ', plain(LEGEND, style), width).map((line) => colors.dim(line)),
    '',
    ...(width < NARROW
      ? listPath(diagnosis.path, width).map((line) => plain(line, style))
      : drawPath(diagnosis.path).map((line) => cut(plain(line, style), width - ELLIPSIS_MORE))),
    '',
    ...(diagnosis.otherEnd === undefined
      ? []
      : [
          'Seen from both ends',
          ...diagnosis.otherEnd.flatMap((one) => beside('  - ', plain(one, style), width)),
          '',
        ]),
    ...told.flatMap((finding, index) => [...findingLines(finding, index + 1, style, width), '']),
    ...(aside.length === 0
      ? []
      : [...beside('Active mode: ', `${aside.join('; ')} (--active tells more)`, width), '']),
    ...(untried === undefined ? [] : [...beside('Not tried: ', untried, width), '']),
    ...wrap(verdictLine(diagnosis), width).map((line) =>
      colors[VERDICT_COLORS[diagnosis.verdict]](line),
    ),
  ];
}

function stageLines(
  { stage, state, ms, detail }: StageResult,
  style: Style,
  width: number,
): string[] {
  const { colors } = style;
  const [mark, color] = STAGE_MARKS[state];
  const time = ms === undefined ? '' : duration(ms);
  const head = `  ${mark} ${stage.padEnd(15)} ${time.padStart(8)}  `;
  const text = plain(detail, style);
  const lines =
    width < NARROW
      ? [colors[color](head.trimEnd()), ...(text === '' ? [] : beside('      ', text, width))]
      : beside(head, text, width, colors[color]);
  return lines.map((line) => line.trimEnd());
}

/** Characters that the ellipsis takes more in ASCII. */
const ELLIPSIS_MORE = 2;

const LEGEND = '(✓ works, ! works in part, ✗ fails, - not tried; n of m: so many of those tried)';

/** What a probe that writes or takes minutes could still tell, by the option that has it tried. */
function untriedBy({ probes, judged, interrupted }: Diagnosis): string | undefined {
  if (!judged || interrupted) return undefined;
  const tried = (does: (seen: Observation) => boolean): boolean =>
    probes.some(({ seen }) => does(seen));
  const options = [
    ...(tried((one) => one.kind === 'transfer' && one.purpose === 'upload')
      ? []
      : ['uploads (--upload)']),
    ...(tried((one) => one.kind === 'idle' && one.ms > DEEP_MS)
      ? []
      : ['idle times and many transfers in a row (--deep)']),
    ...(tried((one) => one.kind === 'transfer' && one.purpose === 'large')
      ? []
      : ['a large file (--file NAME)']),
  ];
  return options.length === 0 ? undefined : options.join(', ');
}

/** Longer than any session is left alone without `--deep`. */
const DEEP_MS = 10_000;

function findingLines(finding: Finding, number: number, style: Style, width: number): string[] {
  const color = style.colors[SEVERITY_COLORS[finding.severity]];
  const sure = finding.observed ? '' : `, ${Math.round(finding.confidence * 100)} % sure`;
  const title = `${number}. ${finding.code}  ${finding.severity}${sure}`;
  const item = (text: string): string[] => beside('     - ', plain(text, style), width);
  return [
    ...wrap(title, width).map((line) => color(line)),
    ...beside('   ', plain(capital(finding.summary), style), width),
    ...beside('   ', plain(finding.notice, style), width),
    '   Evidence',
    ...finding.evidence.flatMap(item),
    ...(finding.now.length === 0 ? [] : ['   What helps now, in your client']),
    ...finding.now.flatMap(item),
    ...(finding.remedies.length === 0 ? [] : ['   What mends it']),
    ...finding.remedies.flatMap((remedy) => item(`${remedy.for}: ${remedy.change}`)),
    ...(finding.tellApart === undefined || finding.confidence >= 0.8
      ? []
      : beside('   To be sure: ', plain(finding.tellApart, style), width)),
    `   more: ftpspec explain ${finding.code}`,
  ];
}

/** Text on one line, in ASCII before it is laid out: what stands for a character may be longer. */
function plain(text: string, { unicode }: Style): string {
  return unicode ? oneLine(text) : toAscii(oneLine(text).replaceAll('→', '->'));
}

function verdictLine({ verdict, findings, durationMs, interrupted, judged }: Diagnosis): string {
  const time = `(${duration(durationMs)})`;
  const [first] = findings;
  if (interrupted) {
    const until =
      verdict === 'interrupted'
        ? 'nothing wrong was seen until then'
        : `until then it looked ${verdict}`;
    return `Interrupted: ${until} ${time}`;
  }
  if (!judged) return `${capital(verdict)}, and could not be judged further ${time}`;
  if (verdict === 'healthy') return `Healthy${first ? ', with notes' : ''} ${time}`;
  return `${capital(verdict)}: ${first?.code ?? ''} ${time}`;
}

/** Many targets: how often each cause, then one line a target, both the worst first, and how many are how. */
export function diagnosisTable({ diagnoses, unexamined }: DiagnosisEnd, style: Style): string[] {
  const width = Math.min(style.width, WIDEST);
  const has = (verdict: Verdict): number =>
    diagnoses.filter((one) => one.verdict === verdict).length;
  const counts = (['healthy', 'degraded', 'broken'] as const).map(
    (verdict) => `${has(verdict)} ${verdict}`,
  );
  if (has('interrupted') > 0) counts.push(`${has('interrupted')} interrupted`);
  if (unexamined.length > 0) counts.push(`${unexamined.length} not examined`);
  const worstFirst = [...diagnoses].sort((a, b) => rankOf(a) - rankOf(b));
  const rows = worstFirst.map((one) => [
    cut(plain(one.target, style), Math.floor(width / 2)),
    { text: one.verdict, paint: style.colors[VERDICT_COLORS[one.verdict]] },
    firstFinding(one, style),
  ]);
  const causes = causeRows(worstFirst, style);
  return [
    ...(causes.length === 0
      ? []
      : [...table(causes, [{ align: 'right' }, {}, { least: 0 }], width), '']),
    ...table(rows, [{}, {}, { least: 0 }], width),
    '',
    ...wrap(
      `${count(diagnoses.length + unexamined.length, 'target')}: ${counts.join(', ')}`,
      width,
    ),
  ];
}

const VERDICT_ORDER: readonly Verdict[] = ['broken', 'degraded', 'interrupted', 'healthy'];

function rankOf({ verdict }: Diagnosis): number {
  return VERDICT_ORDER.indexOf(verdict);
}

/** `12 x tls-required`, by what stands first at each target that is not well. */
function causeRows(worstFirst: readonly Diagnosis[], style: Style): Cell[][] {
  const counts = new Map<string, { finding: Finding; targets: number }>();
  for (const {
    verdict,
    findings: [finding],
  } of worstFirst) {
    if (!finding || verdict === 'healthy') continue;
    const targets = (counts.get(finding.code)?.targets ?? 0) + 1;
    counts.set(finding.code, { finding: counts.get(finding.code)?.finding ?? finding, targets });
  }
  const severest = (one: Finding): number => (one.severity === 'broken' ? 0 : 1);
  return [...counts.values()]
    .sort((a, b) => severest(a.finding) - severest(b.finding) || b.targets - a.targets)
    .map(({ finding, targets }) => [
      `${targets} x`,
      { text: finding.code, paint: style.colors[SEVERITY_COLORS[finding.severity]] },
      plain(finding.title, style),
    ]);
}

/** A target on one line, whatever the width, so that a script can read it. */
export function diagnosisLine(diagnosis: Diagnosis, style: Style): string {
  const color = style.colors[VERDICT_COLORS[diagnosis.verdict]];
  const found = firstFinding(diagnosis, style);
  const end = found === '' ? '' : `: ${found}`;
  return `${color(diagnosis.verdict)} ${plain(diagnosis.target, style)}${end}`;
}

function firstFinding({ findings: [first] }: Diagnosis, style: Style): string {
  return first ? plain(`${first.code}: ${first.summary}`, style) : '';
}
