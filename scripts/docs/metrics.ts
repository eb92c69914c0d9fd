import { code, codes, table } from './markdown.ts';

/** What the catalogue of metrics says of each. */
export interface MetricFacts {
  readonly name: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** The table of docs/how-to/operate.md. */
export const metricsTable = (metrics: readonly MetricFacts[]): string =>
  table(
    ['metric', 'labels', 'what it says'],
    metrics.map(({ name, labels, help }) => [code(name), codes(labels), help]),
  );
