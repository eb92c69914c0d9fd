import { quote } from '../explain/index.ts';
import type { DeclarationMistake } from './model.ts';

type Path = DeclarationMistake['path'];

/** The part of JSON Schema that the declaration's schema uses. */
interface Node {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Node;
  readonly propertyNames?: Node;
  readonly maxProperties?: number;
  readonly items?: Node;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Everything that does not hold against the schema. A small reader, because this room has no validator: unknown keywords hold nothing. */
export function structureMistakes(value: unknown, schema: unknown, path: Path = []): readonly DeclarationMistake[] {
  return check(value, schema as Node, path);
}

function check(value: unknown, node: Node, path: Path): readonly DeclarationMistake[] {
  const wrong = [{ path, message: `found ${found(value)}; accepted: ${node.title ?? 'something else'}` }];
  if (node.enum !== undefined && !node.enum.includes(value)) return wrong;
  if ('const' in node && node.const !== value) return wrong;
  if (node.type !== undefined && ![node.type].flat().includes(kindOf(value, node))) return wrong;
  if (typeof value === 'string') return fits(value, node) ? [] : wrong;
  if (typeof value === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = node;
    return value >= minimum && value <= maximum ? [] : wrong;
  }
  if (Array.isArray(value)) return listMistakes(value, node, path, wrong);
  return isMap(value) ? mapMistakes(value, node, path, wrong) : [];
}

function fits(text: string, { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Node): boolean {
  if (text.length < minLength || text.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}

function listMistakes(list: readonly unknown[], node: Node, path: Path, wrong: readonly DeclarationMistake[]) {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = node;
  if (list.length < minItems || list.length > maxItems) return wrong;
  const twice = list.flatMap((entry, index) =>
    node.uniqueItems === true && typeof entry !== 'object' && list.indexOf(entry) < index
      ? [{ path: [...path, index], message: 'this entry is here twice' }]
      : [],
  );
  const inside = items === undefined ? [] : list.flatMap((entry, index) => check(entry, items, [...path, index]));
  return [...twice, ...inside];
}

function mapMistakes(value: object, node: Node, path: Path, wrong: readonly DeclarationMistake[]) {
  const { properties = {}, required = [], additionalProperties, propertyNames, maxProperties } = node;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (maxProperties !== undefined && entries.length > maxProperties) return wrong;
  const names = Object.keys(properties);
  const missing = required
    .filter((key) => !entries.some(([name]) => name === key))
    .map((key) => ({ path, message: `${key} is missing` }));
  const inside = entries.flatMap(([key, inner]): readonly DeclarationMistake[] => {
    const here = [...path, key];
    if (Object.hasOwn(properties, key)) return check(inner, properties[key] ?? {}, here);
    if (additionalProperties === false) {
      return [{ path: here, message: `unknown key ${quote(key)}; accepted: ${names.join(', ')}` }];
    }
    const named = propertyNames === undefined ? [] : check(key, propertyNames, here);
    return [...named, ...(additionalProperties === undefined ? [] : check(inner, additionalProperties, here))];
  });
  return [...missing, ...inside];
}

function kindOf(value: unknown, { type }: Node): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return type === 'integer' && Number.isSafeInteger(value) ? 'integer' : typeof value;
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null;

function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : quote(value);
}
