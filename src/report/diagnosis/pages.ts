import type { Diagnosis, Finding, StageResult, StageState, Verdict } from '../../diagnose/index.ts';
import type { Style } from '../shared/style.ts';
import { table } from '../shared/table.ts';
import { beside, count, cut, duration, oneLine, toAscii, wrap } from '../shared/text.ts';
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

/** A diagnosis for people: the stages, then the findings with evidence and remedies. */
export function diagnosisLines(diagnosis: Diagnosis, style: Style): string[] {
  const width = Math.min(style.width, WIDEST);
  const { colors } = style;
  const product = diagnosis.product === undefined ? '' : ` (${diagnosis.product})`;
  return [
    colors.bold(oneLine(`${diagnosis.target}${product}`)),
    '',
    ...diagnosis.stages.flatMap((one) => stageLines(one, style, width)),
    '',
    ...diagnosis.findings.flatMap((finding, index) => [
      ...findingLines(finding, index + 1, style, width),
      '',
    ]),
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
  // Why something was left out is said nowhere else.
  if (state === 'left out')
    return beside(head, text, width, colors.dim).map((line) => line.trimEnd());
  const room = width - head.length - (style.unicode ? 0 : ELLIPSIS_MORE);
  return [colors[color](head) + colors.dim(cut(text, room))];
}

/** Characters that the ellipsis takes more in ASCII. */
const ELLIPSIS_MORE = 2;

function findingLines(finding: Finding, number: number, style: Style, width: number): string[] {
  const color = style.colors[SEVERITY_COLORS[finding.severity]];
  const title = `${number}. ${finding.code}  ${finding.severity}, ${Math.round(finding.confidence * 100)} % sure`;
  const item = (text: string): string[] => beside('     - ', plain(text, style), width);
  return [
    ...wrap(title, width).map((line) => color(line)),
    ...beside('   ', plain(capital(finding.summary), style), width),
    '   Evidence',
    ...finding.evidence.flatMap(item),
    ...(finding.remedies.length === 0 ? [] : ['   What mends it']),
    ...finding.remedies.flatMap((remedy) => item(`${remedy.for}: ${remedy.change}`)),
    ...(finding.tellApart === undefined || finding.confidence >= 0.8
      ? []
      : beside('   To be sure: ', plain(finding.tellApart, style), width)),
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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One line a target, for many, and how many are how. */
export function diagnosisTable({ diagnoses, unexamined }: DiagnosisEnd, style: Style): string[] {
  const width = Math.min(style.width, WIDEST);
  const has = (verdict: Verdict): number =>
    diagnoses.filter((one) => one.verdict === verdict).length;
  const counts = (['healthy', 'degraded', 'broken'] as const).map(
    (verdict) => `${has(verdict)} ${verdict}`,
  );
  if (has('interrupted') > 0) counts.push(`${has('interrupted')} interrupted`);
  if (unexamined.length > 0) counts.push(`${unexamined.length} not examined`);
  const rows = diagnoses.map((one) => [
    cut(plain(one.target, style), Math.floor(width / 2)),
    { text: one.verdict, paint: style.colors[VERDICT_COLORS[one.verdict]] },
    firstFinding(one, style),
  ]);
  return [
    ...table(rows, [{}, {}, { least: 0 }], width),
    '',
    ...wrap(
      `${count(diagnoses.length + unexamined.length, 'target')}: ${counts.join(', ')}`,
      width,
    ),
  ];
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
