import { isObject } from '../../entries/index.ts';

export interface Setting {
  /** As in the file: `upstream.url`, `issuers[0].provider`. */
  readonly path: string;
  readonly value: string;
}

/** A configuration, one setting a line, in its own order. */
export function settingsOf(value: unknown, path = ''): readonly Setting[] {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one !== 'object')
      ? [{ path, value: value.map(String).join(', ') }]
      : value.flatMap((one, index) => settingsOf(one, `${path}[${index}]`));
  }
  if (!isObject(value)) return [{ path, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') }];
  const entries = Object.entries(value);
  return entries.length === 0
    ? [{ path, value: '' }]
    : entries.flatMap(([name, inner]) => settingsOf(inner, path === '' ? name : `${path}.${name}`));
}
