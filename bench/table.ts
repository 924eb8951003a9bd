import { BENCHMARKS } from './benchmarks.ts';
import type { Cost } from './measure.ts';
import { spread } from './measure.ts';

/** The rounds of a benchmark: both commands, one after the other. */
export interface Measured {
  readonly id: string;
  readonly size: number;
  readonly rounds: readonly { readonly ours: Cost; readonly rival: Cost }[];
}

const BEGIN = '<!-- prettier-ignore-start -->';
const END = '<!-- prettier-ignore-end -->';

/** A page with the table of these results in place of the one that it has. */
export function withTable(page: string, results: readonly Measured[]): string {
  const [head = ''] = page.split(BEGIN);
  const tail = page.split(END).at(-1) ?? '';
  return `${head}${BEGIN}\n\n${tableOf(results)}\n\n${END}${tail}`;
}

const KINDS = { cpu: 'ms', wall: 'ms', memory: 'MiB' } as const;

function tableOf(results: readonly Measured[]): string {
  const kinds = Object.keys(KINDS) as (keyof Cost)[];
  return [
    '| benchmark | of it | ftpspec | rival | ratio (least to most) | goal |',
    '| --- | --- | --: | --: | --: | --: |',
    ...results.flatMap((one) => kinds.map((kind) => row(one, kind))),
  ].join('\n');
}

function row({ id, rounds }: Measured, kind: keyof Cost): string {
  const goal = BENCHMARKS.find((one) => one.id === id)?.goal[kind];
  const ours = spread(rounds.map((round) => round.ours[kind]));
  const rival = spread(rounds.map((round) => round.rival[kind]));
  const ratio = spread(rounds.map((round) => round.ours[kind] / round.rival[kind]));
  const times = `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`;
  const amount = ({ median }: typeof ours): string => `${median.toFixed(0)} ${KINDS[kind]}`;
  const wanted =
    goal === undefined
      ? ''
      : kind === 'memory'
        ? amount({ ...ours, median: goal })
        : goal.toFixed(2);
  return `| ${id} | ${kind} | ${amount(ours)} | ${amount(rival)} | ${times} | ${wanted} |`;
}
