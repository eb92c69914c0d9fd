import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { METRICS } from '../packages/gate/src/metrics/index.ts';
import { CODES } from '../packages/gate/src/refusals/index.ts';
import { readText } from './support/checkout.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly annotations: { readonly summary: string; readonly description: string };
}

const { groups } = parse(readText('examples/prometheus-alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

it('examples/prometheus-alerts.yml asks for metrics, labels and codes that exist: an alert on another never fires', () => {
  expect(rules.length).toBeGreaterThanOrEqual(3);
  const known = Object.values(METRICS).map(({ name }): string => name);
  for (const { alert, expr, annotations } of rules) {
    const [name = '', ...others] = [...expr.matchAll(/sallyport_\w+/g)].map(([found]) => found);
    expect(known, alert).toContain(name);
    expect(others, alert).toEqual([]);
    const labels: readonly string[] = Object.values(METRICS).find((metric) => metric.name === name)?.labels ?? [];
    const matched = [...expr.matchAll(/(\w+)=~?"([^"]*)"/g)];
    for (const [, label, values = ''] of matched) {
      expect(labels, alert).toContain(label);
      if (label === 'reason') for (const value of values.split('|')) expect(CODES, alert).toContain(value);
    }
    const grouped = /by \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? [];
    for (const label of grouped) expect(['instance', ...labels], alert).toContain(label);
    expect(annotations.description.length).toBeGreaterThan(20);
  }
});
