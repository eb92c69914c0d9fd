import type { Configuration, Secret } from './model.ts';

/** The configuration in force, as administrators may see it: a secret is where it comes from, and no password stands in an address (A2). */
export function shownConfiguration(configuration: Configuration): Readonly<Record<string, unknown>> {
  const providers = configuration.providers.map(({ from, declaration }) => ({ from, declaration }));
  return Object.fromEntries(Object.entries({ ...configuration, providers }).map(([key, value]) => [key, shown(value)]));
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return withoutPassword(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  if (isSecret(value)) return { from: value.source };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

const isSecret = (value: object): value is Secret => 'read' in value && typeof value.read === 'function';

/** PostgreSQL takes passwords as parameters of its address too. */
function withoutPassword(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  const secrets = [...url.searchParams.keys()].filter((name) => /pass|secret|key|token/i.test(name));
  if (url.password === '' && secrets.length === 0) return text;
  if (url.password !== '') url.password = '***';
  for (const name of secrets) url.searchParams.set(name, '***');
  return url.href;
}
