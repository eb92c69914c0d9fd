import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, stubRegistry, temporaryFolder } from './fixture.ts';

const env = { SALLYPORT_TOKEN: 'USERTOK' };
const CREATED = '[{"id":"id-1","type":"gitlab","claims":{},"permissions":[]}]';

it.each([
  ['list', [], 'GET', '/-/package/@acme%2fhere/trust'],
  ['add', ['gitlab', '--project', 'g/p', '--file', 'ci.yml', '--yes'], 'POST', '/-/package/@acme%2fhere/trust'],
  ['revoke', ['--id', 'id-1'], 'DELETE', '/-/package/@acme%2fhere/trust/id-1'],
])('trust %s without a package is about the one of the project around', async (verb, flags, method, url) => {
  const gate = await stubRegistry({ body: CREATED });
  const project = temporaryFolder();
  writeFileSync(join(project, 'package.json'), '{"name": "@acme/here"}');
  const cwd = join(project, 'src');
  mkdirSync(cwd);
  const { exit } = await run(['trust', verb, ...flags, '--registry', gate.url], { env, cwd });
  expect(exit).toBe(0);
  expect(gate.requests.map((request) => [request.method, request.url])).toEqual([[method, url]]);
});

it.each([
  ['no package.json', undefined, 'is not there'],
  ['one that is not JSON', '{', 'not JSON'],
  ['one without a name', '{"version": "1.0.0"}', 'has no name'],
  ['one whose name is none', '{"name": "../x"}', 'is neither a package name'],
])('with %s the package must be named', async (_, text, words) => {
  const gate = await stubRegistry({ body: '[]' });
  const cwd = temporaryFolder();
  // npm takes a folder with node_modules for a project too, and looks no further up.
  mkdirSync(join(cwd, 'node_modules'));
  if (text !== undefined) writeFileSync(join(cwd, 'package.json'), text);
  const { exit, err } = await run(['trust', 'list', '--registry', gate.url], { env, cwd });
  expect(exit).toBe(2);
  expect(err).toContain(words);
  expect(gate.requests).toEqual([]);
});
