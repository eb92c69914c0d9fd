import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closedPort, run, stubRegistry, temporaryFolder } from './fixture.ts';

const UUID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const env = { SALLYPORT_TOKEN: 'USERTOK' };
const CREATED =
  '[{"id":"11111111-2222-4333-8444-555555555555","type":"github","claims":{"repository":"o/r"},"permissions":["createPackage"]}]';
const BITBUCKET = [
  'trust',
  'add',
  'bitbucket',
  '@acme/hello',
  '--workspace-uuid',
  UUID,
  '--repository-uuid',
  `{${OTHER}}`,
];

it.each([
  [
    'github',
    ['--repo', 'o/r', '--file', 'publish.yml', '--env', 'prod', '--allow-publish', '--allow-stage-publish'],
    '[{"type":"github","claims":{"repository":"o/r","workflow_ref":{"file":"publish.yml"},"environment":"prod"},"permissions":["createPackage","createStagedPackage"]}]',
  ],
  [
    'gitlab',
    ['--project', 'g/s/p', '--file', '.gitlab-ci.yml', '--allow-publish'],
    '[{"type":"gitlab","claims":{"project_path":"g/s/p","ci_config_ref_uri":{"file":".gitlab-ci.yml"}},"permissions":["createPackage"]}]',
  ],
  [
    'circleci',
    [
      '--org-id',
      UUID,
      '--project-id',
      UUID,
      '--pipeline-definition-id',
      UUID,
      '--vcs-origin',
      'bitbucket.org/o/r',
      '--context-id',
      UUID,
    ],
    `[{"type":"circleci","claims":{"oidc.circleci.com/org-id":"${UUID}","oidc.circleci.com/project-id":"${UUID}","oidc.circleci.com/pipeline-definition-id":"${UUID}","oidc.circleci.com/vcs-origin":"bitbucket.org/o/r","oidc.circleci.com/context-ids":["${UUID}"]},"permissions":["createPackage"]}]`,
  ],
])('trust add %s sends byte for byte what npm sends', async (type, flags, body) => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const { exit } = await run(['trust', 'add', type, '@acme/hello', ...flags, '--yes', '--registry', url], { env });
  expect(exit).toBe(0);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ method: 'POST', url: '/-/package/@acme%2fhello/trust', body });
  expect(requests[0]?.headers).toMatchObject({
    authorization: 'Bearer USERTOK',
    'content-type': 'application/json',
    'npm-command': 'trust',
    'npm-auth-type': 'web',
    'content-length': String(body.length),
  });
});

it('trust add bitbucket, which npm does not know: UUIDs as pasted, a branch with a star as a pattern, issuer and note', async () => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const issuer = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
  const flags = [
    '--branch-name',
    'release/*',
    '--issuer',
    issuer,
    '--note',
    'monthly',
    '--allow-stage-publish',
    '-y',
    '--registry',
    `${url}npm/team`,
  ];
  const { exit } = await run([...BITBUCKET, ...flags], { env });
  expect(exit).toBe(0);
  expect(requests.map(({ url, body }) => [url, body])).toEqual([
    [
      '/npm/team/-/package/@acme%2fhello/trust',
      `[{"type":"bitbucket","issuer":"${issuer}","claims":{"workspaceUuid":"{${UUID}}","repositoryUuid":"{${OTHER}}","branchName":{"pattern":"release/*"}},"permissions":["createStagedPackage"],"note":"monthly"}]`,
    ],
  ]);
});

it('trust add says in one sentence what will be trusted, and asks; "no" sends nothing', async () => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const no = await run([...BITBUCKET, '--registry', url], { env, answer: '' });
  expect(no).toMatchObject({ exit: 1, asked: 'Do you want to proceed? (y/N) ', out: '' });
  expect(no.err).toContain(`Any run of Bitbucket Pipelines of workspace "{${UUID}}"`);
  expect(requests).toEqual([]);
  const yes = await run([...BITBUCKET, '--registry', url], { env, answer: 'y' });
  expect(yes.exit).toBe(0);
  expect(yes.out).toContain('id: 11111111-2222-4333-8444-555555555555');
  expect(requests).toHaveLength(1);
});

it.each([
  ['without a terminal and --yes', BITBUCKET, 'add --yes'],
  [
    'a missing flag',
    ['trust', 'add', 'bitbucket', '@acme/hello', '--yes'],
    '--workspace-uuid is missing: Workspace UUID.',
  ],
  ['the second missing flag', ['trust', 'add', 'bitbucket', '@acme/hello', '--yes'], '--repository-uuid is missing'],
  ['a value of the wrong shape', [...BITBUCKET, '--issuer', 'acme', '--yes'], 'issuer must be the exact URL'],
  [
    'a flag given twice',
    [...BITBUCKET, '--branch-name', 'a', '--branch-name', 'b', '--yes'],
    '--branch-name is given more than once',
  ],
  ['a name that is none', ['trust', 'list', '../x'], 'is neither a package name nor a pattern'],
  ['an unknown provider', ['trust', 'add', 'bitbuckt', '@acme/hello'], 'Did you mean bitbucket?'],
  ['an unknown flag', [...BITBUCKET, '--branch-nam', 'a'], 'Did you mean --branch-name?'],
  ['no id', ['trust', 'revoke', '@acme/hello'], "required option '--id <id>' not specified"],
  ['no subcommand', ['trust'], 'a command is missing'],
])('wrong use (%s) exits 2, says what to change and sends nothing', async (_, argv, message) => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const { exit, out, err } = await run(argv, { env: { ...env, SALLYPORT_REGISTRY: url } });
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(message);
  expect(requests).toEqual([]);
});

it('--dry-run sends nothing and shows what would be sent', async () => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const { exit, out } = await run([...BITBUCKET, '--dry-run', '--json', '--registry', url], { env });
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toEqual({
    dryRun: true,
    package: '@acme/hello',
    publisher: {
      type: 'bitbucket',
      claims: { workspaceUuid: `{${UUID}}`, repositoryUuid: `{${OTHER}}` },
      permissions: ['createPackage'],
    },
  });
  const revoke = await run(['trust', 'revoke', '@acme/hello', '--id', 'x', '--dry-run', '--registry', url], { env });
  expect(revoke.exit).toBe(0);
  expect(requests).toEqual([]);
});

const LISTED = [
  {
    id: 'id-1',
    type: 'bitbucket',
    claims: { workspaceUuid: '{w}', branchName: { pattern: 'release/*' }, list: ['a', 'b'] },
    permissions: ['createPackage', 'createStagedPackage'],
    note: 'evil \u001b[31m\nnote',
  },
  {
    id: 'id-2',
    type: 'somethingNew',
    issuer: 'https://x.example',
    claims: { file: { file: 'publish.yml' } },
    permissions: ['other'],
  },
];

it('trust list shows every claim, also of types that this version does not know, and no control characters', async () => {
  const { url, requests } = await stubRegistry({ body: JSON.stringify(LISTED) });
  const { exit, out } = await run(['trust', 'list', 'hello', '--registry', url], { env });
  expect(exit).toBe(0);
  expect(out).toBe(`type: bitbucket
id: id-1
workspaceUuid: {w}
branchName: pattern release/*
list: a, b
permissions: publish, stage publish
note: evil  [31m note

type: somethingNew
id: id-2
issuer: https://x.example
file: file publish.yml
permissions: other
`);
  expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([['GET', '/-/package/hello/trust', '']]);
});

it('--json prints one document: the list as the registry gave it', async () => {
  const { url } = await stubRegistry({ body: JSON.stringify(LISTED) });
  const { out } = await run(['trust', 'list', '@acme/*', '--json', '--registry', url], { env });
  expect(JSON.parse(out)).toEqual(LISTED);
});

it('trust revoke deletes exactly the publisher that was named', async () => {
  const { url, requests } = await stubRegistry({ status: 204 });
  const { exit, out } = await run(['trust', 'revoke', '@acme/hello', '--id', '../x', '--registry', url], { env });
  expect({ exit, out }).toEqual({ exit: 0, out: 'Revoked trusted publisher ../x of @acme/hello.\n' });
  expect(requests.map(({ method, url }) => [method, url])).toEqual([
    ['DELETE', '/-/package/@acme%2fhello/trust/..%2Fx'],
  ]);
});

const REFUSED = JSON.stringify({ error: 'no\u001b[0m', message: 'M', code: 'publisher-exists', requestId: 'r-1' });
it.each([
  [409, REFUSED, 1, { code: 'publisher-exists', message: 'no [0m', retryable: false, requestId: 'r-1' }],
  [401, '{"message":"who?"}', 1, { code: 'http-401', message: 'who?', retryable: false }],
  [
    404,
    'not JSON',
    1,
    { code: 'http-404', message: expect.stringContaining('answered with status 404'), retryable: false },
  ],
  [429, '{"error":"slowly"}', 3, { code: 'http-429', message: 'slowly', retryable: true }],
  [503, '{"error":"down"}', 3, { code: 'http-503', message: 'down', retryable: true }],
  [
    200,
    '<html>',
    2,
    { code: 'answer-malformed', message: expect.stringContaining("the registry's address"), retryable: false },
  ],
  [200, '[7]', 2, { code: 'answer-malformed', message: expect.stringContaining('trust endpoints'), retryable: false }],
  [200, `[${' '.repeat(5_000_000)}]`, 2, { code: 'answer-too-large', message: expect.any(String), retryable: false }],
])(
  'an answer of %i is an exit code that scripts can rely on, and one JSON document',
  async (status, body, code, error) => {
    const { url, requests } = await stubRegistry({ status, body });
    const { exit, out, err } = await run(['trust', 'list', '@acme/hello', '--json', '--registry', url], { env });
    expect({ exit, err, document: JSON.parse(out) }).toEqual({ exit: code, err: '', document: { error } });
    expect(requests).toHaveLength(1);
  },
);

it('a redirect is not followed: the token stays with the registry that was named', async () => {
  const other = await stubRegistry({ body: '[]' });
  const { url } = await stubRegistry({ status: 302, headers: { location: other.url } });
  const { exit, err } = await run(['trust', 'list', '@acme/hello', '--registry', url], { env });
  expect(exit).toBe(2);
  expect(err).toContain('redirect');
  expect(other.requests).toEqual([]);
});

it('a registry that is down exits 3: trying again can help', async () => {
  const url = await closedPort();
  const { exit, err } = await run(['trust', 'list', '@acme/hello', '--registry', url], { env });
  expect({ exit, err }).toEqual({
    exit: 3,
    err: `sallyport: ${url} could not be reached: ECONNREFUSED
`,
  });
});

it('wrong use with --json is a JSON document too, and nothing else', async () => {
  const { exit, out, err } = await run(['trust', 'list', '@acme/hello', '--json', '--colour']);
  expect({ exit, err }).toEqual({ exit: 2, err: '' });
  expect(JSON.parse(out)).toEqual({ error: { code: 'usage', message: "unknown option '--colour'", retryable: false } });
});

it('trust add has the flags of a provider that the configuration here declares, and says what is wrong with that file', async () => {
  const cwd = temporaryFolder();
  const example = readFileSync(new URL('../../../../examples/forgejo.yaml', import.meta.url), 'utf8');
  writeFileSync(join(cwd, 'ours.yaml'), example);
  writeFileSync(join(cwd, 'sallyport.yaml'), 'providers: [{file: ours.yaml}]');
  const { url, requests } = await stubRegistry({ body: CREATED });
  const flags = ['--repository', 'o/r', '--file', 'publish.yml', '--ref', 'refs/tags/v*', '--yes', '--registry', url];
  const add = ['trust', 'add', 'forgejo', '@acme/hello', ...flags];
  expect(await run(add, { env, cwd })).toMatchObject({ exit: 0 });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual([
    {
      type: 'forgejo',
      claims: { repository: 'o/r', workflow_ref: { file: 'publish.yml' }, ref: { pattern: 'refs/tags/v*' } },
      permissions: ['createPackage'],
    },
  ]);

  writeFileSync(join(cwd, 'ours.yaml'), example.replace('title:', 'tittle:'));
  const broken = await run(add, { env, cwd });
  expect(broken.exit).toBe(2);
  expect(broken.err).toContain('ours.yaml');
  // Who names a built-in one is not held up by a file that says nothing about it.
  const builtIn = await run([...BITBUCKET, '--yes', '--registry', url], { env, cwd });
  expect(builtIn.exit).toBe(0);
});

it('G4: trust add --token-lifetime takes a duration, says what it means, and refuses what is none', async () => {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const add = (lifetime: string) =>
    run([...BITBUCKET, '--token-lifetime', lifetime, '--yes', '--registry', url], { env });
  const { exit, err } = await add('5m');
  expect(exit).toBe(0);
  expect(err).toContain('Its publish tokens end after 5 minutes at most.');
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject([{ tokenLifetime: 300 }]);
  for (const wrong of ['5', 'soon', '59s', '25h']) expect((await add(wrong)).exit, wrong).toBe(2);
  expect(requests).toHaveLength(1);
});
