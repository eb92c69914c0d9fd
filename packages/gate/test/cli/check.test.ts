import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, stubRegistry, temporaryFolder } from './fixture.ts';

const ACCEPTED = {
  outcome: 'accepted',
  reason: 'accepted',
  message: 'Publisher p-1 accepts this token.',
  publisher: 'p-1',
  candidates: [{ publisher: 'p-1', rules: [{ claim: 'repositoryUuid', expected: '{r}', got: '{r}', holds: true }] }],
};
const REFUSED = {
  outcome: 'refused',
  reason: 'no-match',
  message: 'No trusted publisher accepts this token.',
  candidates: [
    {
      publisher: 'p-1',
      rules: [
        { claim: 'repositoryUuid', expected: '{r}', got: '{r}', holds: true },
        { claim: 'branchName', expected: { pattern: 'release/*' }, got: 'main', holds: false },
        { claim: 'deploymentEnvironmentUuid', expected: '{e}', holds: false },
      ],
    },
    { rules: [{ claim: 'workspaceUuid', got: '{w}', holds: false }] },
  ],
};
const UNREACHABLE = {
  outcome: 'refused',
  reason: 'issuer-unreachable',
  message: 'The issuer does not answer.',
  candidates: [],
};
const CHECK = ['check', '--package', '@acme/hello', '--token', '-'];

it('a decision is shown rule by rule, of every candidate', async () => {
  const { url } = await stubRegistry({ body: JSON.stringify(REFUSED) });
  const { exit, out } = await run([...CHECK, '--registry', url], { stdin: 'a.b.c' });
  expect(exit).toBe(1);
  expect(out).toBe(`refused (no-match): No trusted publisher accepts this token.

Trusted publisher p-1
  holds   repositoryUuid: expected {r}, got {r}
  differs branchName: expected pattern release/*, got main
  differs deploymentEnvironmentUuid: expected {e}, not in the token

A trusted publisher
  differs workspaceUuid: got {w}
`);
});

it.each([
  ['accepted', ACCEPTED, 0],
  ['refused', REFUSED, 1],
  ['an issuer that is down', UNREACHABLE, 3],
])('the exit code tells a script: %s', async (_, decision, code) => {
  const { url } = await stubRegistry({ body: JSON.stringify(decision) });
  const { exit, out } = await run([...CHECK, '--json', '--registry', url], { stdin: 'a.b.c' });
  expect(exit).toBe(code);
  expect(JSON.parse(out)).toEqual(decision);
});

it('A2: the token goes to the gate in the body, once, and nowhere else; the root of the host is asked', async () => {
  const { url, requests } = await stubRegistry({ body: JSON.stringify(ACCEPTED) });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'token'), ' aaa.bbb.ccc\n');
  const argv = ['check', '--package', '@acme/hello', '--token', 'token', '--registry', `${url}npm/team/`];
  const { out, err } = await run(argv, { cwd, env: { SALLYPORT_TOKEN: 'USERTOK' } });
  expect(out + err).not.toContain('aaa.bbb.ccc');
  expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/-/sallyport/v1/check', '{"package":"@acme/hello","token":"aaa.bbb.ccc"}'],
  ]);
  expect(requests[0]?.headers.authorization).toBeUndefined();
});

it('claims are judged for whoever may configure the package: the bearer goes with them', async () => {
  const { url, requests } = await stubRegistry({ body: JSON.stringify(ACCEPTED) });
  const argv = ['check', '--package', '@acme/hello', '--claims', '-', '--registry', url];
  await run(argv, { stdin: '{"repositoryUuid": "{r}"}', env: { SALLYPORT_TOKEN: 'USERTOK' } });
  expect(requests[0]).toMatchObject({ body: '{"package":"@acme/hello","claims":{"repositoryUuid":"{r}"}}' });
  expect(requests[0]?.headers.authorization).toBe('Bearer USERTOK');
});

it.each([
  ['neither', ['check', '--package', 'x'], '', '--token FILE or --claims FILE'],
  ['both', ['check', '--package', 'x', '--token', '-', '--claims', '-'], '', 'one of them'],
  ['no package', ['check', '--token', '-'], 'a', "required option '--package <name>'"],
  ['no such file', ['check', '--package', 'x', '--token', 'nowhere'], '', '"nowhere" cannot be read: ENOENT'],
  ['an empty token', ['check', '--package', 'x', '--token', '-'], ' \n', 'is empty'],
  ['a token without end', ['check', '--package', 'x', '--token', '-'], 'a'.repeat(20_000), 'larger than 16384 bytes'],
  ['claims that are no JSON', ['check', '--package', 'x', '--claims', '-'], 'a: b', 'are not JSON'],
])('wrong use (%s) exits 2 and asks nobody', async (_, argv, stdin, message) => {
  const { url, requests } = await stubRegistry({ body: '{}' });
  const { exit, err } = await run(argv, { stdin, env: { SALLYPORT_REGISTRY: url } });
  expect(exit).toBe(2);
  expect(err).toContain(message);
  expect(requests).toEqual([]);
});

it.each([
  [{ status: 404, body: '{"error":"Not found"}' }, 1],
  [{ status: 200, body: '{"ok":true}' }, 2],
  [{ status: 429, body: '{"error":"slowly"}' }, 3],
])('something other than a decision (%j) is not taken for one', async (answer, code) => {
  const { url } = await stubRegistry(answer);
  const { exit, out } = await run([...CHECK, '--registry', url], { stdin: 'a.b.c' });
  expect({ exit, out }).toEqual({ exit: code, out: '' });
});
