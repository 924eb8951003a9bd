import { oneLine } from './text.ts';

/** One number of a kind, for a target and what else tells it from the others. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A kind of numbers: `ftpspec_NAME` in the text format of Prometheus. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The text format of Prometheus, which the textfile collector of its node exporter reads. All are gauges. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) =>
      [
        `# HELP ftpspec_${name} ${help}`,
        `# TYPE ftpspec_${name} gauge`,
        ...distinct(samples).map(([labels, value]) => `ftpspec_${name}{${labels}} ${value}`),
        '',
      ].join('\n'),
    )
    .join('');
}

/** A target that is named twice is one series, which may have one value. */
function distinct(samples: readonly Sample[]): (readonly [labels: string, value: number])[] {
  return [...new Map(samples.map(({ labels, value }) => [formatLabels(labels), value]))];
}

function formatLabels(labels: Sample['labels']): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');
}

function escape(value: string): string {
  return oneLine(value).replace(/["\\]/g, String.raw`\$&`);
}
