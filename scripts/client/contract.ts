import type { OpenApi, Operation, Schema } from './openapi.ts';

/**
 * The endpoints of openapi.json as TypeScript types: one entry an operation, `'GET /-/sallyport/v1/session'`, with what it takes and
 * gives. The generators there are need the compiler's JavaScript API, which TypeScript 7 has not.
 */
export function contractOf(document: OpenApi): string {
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '// Written from openapi.json: `npm run docs`. Do not edit; a test compares.',
    '/* oxlint-disable */',
    'export interface Operations {',
    ...operations.flatMap(([name, operation]) => entry(name, operation)),
    '}',
    '',
  ].join('\n');
}

function entry(name: string, operation: Operation): readonly string[] {
  const body = operation.requestBody?.content['application/json']?.schema;
  return [
    ...(operation.summary === undefined ? [] : [`  /** ${operation.summary} */`]),
    `  ${JSON.stringify(name)}: {`,
    `    params: ${parameters(operation, 'path')};`,
    `    query: ${parameters(operation, 'query')};`,
    `    body: ${body === undefined ? 'unknown' : typeOf(body)};`,
    `    answer: ${answers(operation)};`,
    '  };',
  ];
}

const parameters = ({ parameters = [] }: Operation, place: 'path' | 'query'): string =>
  object(
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required }) => [name, schema, required === true || place === 'path'] as const),
  );

function answers({ responses }: Operation): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, { content }]) => content?.['application/json']?.schema)
    .map((schema) => (schema === undefined ? 'undefined' : typeOf(schema)));
  return [...new Set(types)].join(' | ') || 'unknown';
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'undefined';
    case 'array':
      return `readonly (${schema.items === undefined ? 'unknown' : typeOf(schema.items)})[]`;
    case 'object':
      return objectOf(schema);
    case undefined:
    default:
      return 'unknown';
  }
}

function objectOf({ properties, required = [], additionalProperties, patternProperties }: Schema): string {
  if (properties === undefined) {
    const values =
      typeof additionalProperties === 'object' ? additionalProperties : Object.values(patternProperties ?? {})[0];
    return `{ readonly [name: string]: ${values === undefined ? 'unknown' : typeOf(values)} }`;
  }
  return object(Object.entries(properties).map(([name, schema]) => [name, schema, required.includes(name)] as const));
}

function object(fields: readonly (readonly [string, Schema, boolean])[]): string {
  if (fields.length === 0) return '{}';
  const lines = fields.map(
    ([name, schema, required]) =>
      `${schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */ `}readonly ${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
  );
  return `{ ${lines.join('; ')} }`;
}
