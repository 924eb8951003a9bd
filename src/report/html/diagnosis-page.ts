import type { Diagnosis, Finding, Path, PathLine, StageResult } from '../../diagnose/index.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import type { DiagnosisEnd } from '../diagnosis/events.ts';
import { capital, count, cut, duration, oneLine } from '../common/text.ts';
import { markup, type Markup } from './markup.ts';
import { page } from './page.ts';

/** Diagnoses as one page: for each target who connects to whom and where it stops, the findings, the stages. */
export function renderDiagnosisPage({ diagnoses, unexamined }: DiagnosisEnd): string {
  const [first] = diagnoses;
  const all = diagnoses.length + unexamined.length;
  const title = `FTP diagnosis of ${all === 1 ? (first?.target ?? unexamined[0] ?? '') : count(all, 'target')}`;
  return page(
    title,
    first?.startedAt,
    markup`${overview(diagnoses)}${diagnoses.map(targetMarkup)}${unexamined.map(
      (target) =>
        markup`<section>
          <h2>${target}</h2>
          <p>not examined: it was stopped before this target</p>
        </section>`,
    )}`,
  );
}

/** Of several targets, how each is and its first cause, the worst first. */
function overview(diagnoses: readonly Diagnosis[]): Markup | undefined {
  if (diagnoses.length < 2) return undefined;
  const rank = ({ verdict }: Diagnosis): number => WORST_FIRST.indexOf(verdict);
  const rows = diagnoses
    .map((one, index) => ({ one, id: idOf(index) }))
    .sort((a, b) => rank(a.one) - rank(b.one));
  return markup`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <div class="wide" tabindex="0" role="group" aria-label="Table of targets">
      <table>
        <thead>
          <tr>
            <th scope="col">target</th>
            <th scope="col">verdict</th>
            <th scope="col">first cause</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ one: { target, verdict, findings }, id }) =>
              markup`<tr>
                <th scope="row"><a href="#${id}">${target}</a></th>
                <td><strong class="${COLORS[verdict]}">${verdict}</strong></td>
                <td>${findings[0] && `${findings[0].code}: ${findings[0].summary}`}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const WORST_FIRST: readonly Diagnosis['verdict'][] = [
  'broken',
  'degraded',
  'interrupted',
  'healthy',
];

/** Where a target stands on the page. */
function idOf(index: number): string {
  return `target-${index + 1}`;
}

function targetMarkup(diagnosis: Diagnosis, index: number): Markup {
  const { target, verdict, product, findings, stages, durationMs } = diagnosis;
  const id = idOf(index);
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${target}</h2>
    <p>
      <strong class="${COLORS[verdict]}">${verdict}</strong
      >${product === undefined ? undefined : markup`, ${product}`}
      <span class="faint">${duration(durationMs)}</span>
    </p>
    ${drawn(diagnosis.path)} ${bothEnds(diagnosis.otherEnd)} ${findings.map(findingMarkup)}
    <h3>Stages</h3>
    <div class="wide" tabindex="0" role="group" aria-label="Stages of ${target}">
      <table>
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col">state</th>
            <th scope="col" class="number">time</th>
            <th scope="col">detail</th>
          </tr>
        </thead>
        <tbody>
          ${stages.map(stageMarkup)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function bothEnds(sentences: Diagnosis['otherEnd']): Markup | undefined {
  if (!sentences) return undefined;
  return markup`<h3>Seen from both ends</h3>
    <ul>
      ${sentences.map((one) => markup`<li>${one}</li>`)}
    </ul>`;
}

const COLORS: Readonly<Record<Diagnosis['verdict'], string>> = {
  healthy: 'pass',
  degraded: 'warn',
  broken: 'fail',
  interrupted: 'skip',
};

const SEVERITIES: Readonly<Record<Finding['severity'], string>> = {
  broken: 'fail',
  degraded: 'warn',
  note: 'faint',
};

function findingMarkup(finding: Finding): Markup {
  const { code, severity, summary, notice, evidence, now, remedies, tellApart } = finding;
  const sure = finding.observed ? '' : `, ${Math.round(finding.confidence * 100)} % sure`;
  return markup`<article>
    <h3>${code} <span class="${SEVERITIES[severity]}">${severity}${sure}</span></h3>
    <p><strong>${capital(summary)}</strong></p>
    <p>${notice}</p>
    <h4>Evidence</h4>
    <ul>
      ${evidence.map((line) => markup`<li>${line}</li>`)}
    </ul>
    ${
      now.length === 0
        ? undefined
        : markup`<h4>What helps now, in your client</h4>
            <ul>
              ${now.map((step) => markup`<li>${step}</li>`)}
            </ul>`
    }
    ${
      remedies.length === 0
        ? undefined
        : markup`<h4>What mends it</h4>
            <ul>
              ${remedies.map((one) => markup`<li>${one.for}: ${one.change}</li>`)}
            </ul>`
    }
    ${tellApart === undefined ? undefined : markup`<p class="faint">To be sure: ${tellApart}</p>`}
  </article> `;
}

const STATES: Readonly<Record<StageResult['state'], readonly [mark: string, color: string]>> = {
  ok: ['✓', 'pass'],
  partly: ['!', 'warn'],
  failed: ['✗', 'fail'],
  'left out': ['-', 'skip'],
};

function stageMarkup({ stage, state, ms, detail }: StageResult): Markup {
  const [mark, color] = STATES[state];
  return markup`<tr>
    <th scope="row">${stage}</th>
    <td><span class="outcome ${color}">${mark} ${state}</span></td>
    <td class="number">${ms === undefined ? '' : duration(ms)}</td>
    <td>${detail}</td>
  </tr> `;
}

// Pixels.
const WIDTH = 760;
const BOX = 130;
const GAP = 70;
/** Characters that stand beside a wire. */
const MOST = 62;

function drawn({ client, server, lines }: Path): Markup {
  const height = GAP * lines.length + 30;
  const label = lines
    .map(({ what, direction, reach, note }) => `${what}, ${direction}: ${reach}, ${note}`)
    .join('; ');
  const box = (x: number, role: string, name: string): Markup =>
    markup`<rect class="box" x="${x}" y="1" width="${BOX}" height="${height - 2}" rx="6" />
      ${middle(x + BOX / 2, height / 2 - 8, role)}${middle(x + BOX / 2, height / 2 + 12, cut(oneLine(name), 16))}`;
  return markup`<div class="wide" tabindex="0" role="group" aria-label="Who connects to whom">
    <svg
      role="img"
      aria-label="${label}"
      width="${WIDTH}"
      height="${height}"
      viewBox="0 0 ${WIDTH} ${height}"
    >
      ${box(1, 'client', client)}${box(WIDTH - BOX - 1, 'server', formatEndpoint(server))}
      <line class="life" x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="22" y2="${height - 2}" />
      ${middle(WIDTH / 2, 14, 'NAT, firewall', 'small')}
      ${lines.map((line, index) => lineMarkup(line, GAP * (index + 0.5) + 20))}
    </svg>
  </div>`;
}

/** Text around a point. */
function middle(x: number, y: number, text: string, kind = ''): Markup {
  return markup`<text x="${x}" y="${y}" text-anchor="middle" class="${kind}">${text}</text>`;
}

/** What a line looks like by how far its connections come, and which part of the way that is. */
const REACHES: Readonly<
  Record<PathLine['reach'], { readonly state: StageResult['state']; readonly part: number }>
> = {
  through: { state: 'ok', part: 1 },
  'stops between': { state: 'failed', part: 0.5 },
  'stops at the end': { state: 'failed', part: 0.97 },
  untried: { state: 'left out', part: 1 },
};

/** A line that ends where it stops: a connection that fails does not reach the other side. */
function lineMarkup({ what, direction, reach, ports, note }: PathLine, y: number): Markup {
  const { state, part } = REACHES[reach];
  const [mark, color] = STATES[state];
  const [left, right] = [BOX + 8, WIDTH - BOX - 8];
  const [start, sign] = direction === 'to the server' ? [left, 1] : [right, -1];
  const end = start + sign * (right - left) * part;
  const tip = end - sign * 10;
  const head =
    state === 'failed'
      ? markup`<path
          class="wire failed"
          d="M${end - 8} ${y - 8}L${end + 8} ${y + 8}M${end - 8} ${y + 8}L${end + 8} ${y - 8}"
        />`
      : markup`<path
          class="wire ${state.replace(' ', '-')}"
          d="M${tip} ${y - 6}L${end} ${y}L${tip} ${y + 6}"
        />`;
  const at = ports === '' ? '' : `: ${ports}`;
  return markup`<line
      class="wire ${state.replace(' ', '-')}"
      x1="${start}"
      x2="${end}"
      y1="${y}"
      y2="${y}"
    />${head}
    <text x="${left}" y="${y - 12}" class="halo ${color}">${mark} ${what}</text>
    <text x="${left}" y="${y + 22}" class="small halo">${cut(oneLine(`${note}${at}`), MOST)}</text>`;
}
