/** Where a value stands in the configuration: keys of maps and indices of lists, from the top. */
export type Path = readonly (string | number)[];

/** `issuers[0].issuer`, `owners["@acme/*"]`: as people write it. */
export const showPath = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(key)) return `${text}[${JSON.stringify(key.slice(0, 64))}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');

/** The value at a path, undefined where there is none. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (isContainer(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    root,
  );

/** A JSON Pointer (RFC 6901) into `root`. */
export function fromPointer(pointer: string, root: unknown): Path {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.map((key, depth) => (Array.isArray(valueAt(root, keys.slice(0, depth))) ? Number(key) : key));
}

type Container = Record<string | number, unknown>;
export const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;
export const isMap = (value: unknown): value is Record<string, unknown> => isContainer(value) && !Array.isArray(value);
