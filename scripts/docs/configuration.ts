import { code, table } from './markdown.ts';

/** What of a JSON Schema the page shows. */
export interface SchemaNode {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** Keys that a running gate takes over at SIGHUP. */
export interface ConfigurationFacts {
  readonly reloadable: readonly string[];
}

/** The table of docs/configuration.md: every key of sallyport.schema.json. */
export const configurationTable = (schema: SchemaNode, { reloadable }: ConfigurationFacts): string =>
  table(
    ['key', 'value', 'default', 'what it is for', 'changes at'],
    keysOf(schema, '').map(({ key, node }) => [
      code(key),
      node.title ?? '',
      node.default === undefined ? '' : code(JSON.stringify(node.default).replace(/^"(.*)"$/, '$1')),
      node.description ?? '',
      reloadable.includes(/^\w+/.exec(key)?.[0] ?? '') ? 'SIGHUP' : 'restart',
    ]),
  );

/** Every key with its path; `[]` stands for the members of a list. */
export const keysOf = (schema: SchemaNode, before: string): readonly { key: string; node: SchemaNode }[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, node]) => {
    const key = `${before}${name}`;
    return [{ key, node }, ...keysOf(node, `${key}.`), ...keysOf(node.items ?? {}, `${key}[].`)];
  });
