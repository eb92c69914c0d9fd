import { request } from './api.ts';
import type { TestGate } from './gate.ts';

/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The sum of every sample of this name with at least these labels. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

/** Where a gate that was started with `metrics` serves them: its log says so. */
export const metricsAddress = (gate: Pick<TestGate, 'log'>): string =>
  /"metrics":"(http:[^"]+)"/.exec(gate.log())?.[1] ?? 'nowhere';

export async function scrape(gate: Pick<TestGate, 'log'>): Promise<Scrape> {
  const { text } = await request(metricsAddress(gate));
  const samples = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(sampleOf);
  return {
    text,
    samples,
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
        .reduce((total, { value }) => total + value, 0),
  };
}

/** The text format of Prometheus, version 0.0.4. */
function sampleOf(line: string): Sample {
  const [, name = '', inner = '', value = ''] = /^([a-z_:]+)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
  const labels = [...inner.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/gi)].map(([, label = '', text = '']) => [
    label,
    text,
  ]);
  return { name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) };
}
