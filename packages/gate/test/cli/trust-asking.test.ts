import { execFileSync } from 'node:child_process';
import { builtInProviders } from '@sallyport/trust';
import { describe, expect, it } from 'vitest';
import { run, stubRegistry, temporaryFolder } from './fixture.ts';

const WORKSPACE = '{00000000-0000-4000-8000-000000000001}';
const REPOSITORY = '{00000000-0000-4000-8000-000000000002}';
const ENVIRONMENT = '{00000000-0000-4000-8000-000000000003}';
const CREATED =
  '[{"id":"11111111-2222-4333-8444-555555555555","type":"bitbucket","claims":{},"permissions":["createPackage"]}]';

/** A checkout whose origin is at this address. */
function checkout(remote: string): { cwd: string; path: string } {
  const cwd = temporaryFolder();
  for (const args of [
    ['init', '-q'],
    ['remote', 'add', 'origin', remote],
  ])
    execFileSync('git', args, { cwd });
  return { cwd, path: process.env['PATH'] ?? '' };
}

async function add(
  type: string,
  answers: readonly string[],
  more: { flags?: readonly string[]; remote?: string } = {},
) {
  const { url, requests } = await stubRegistry({ body: CREATED });
  const place = more.remote === undefined ? undefined : checkout(more.remote);
  const ran = await run(['trust', 'add', type, '@acme/hello', ...(more.flags ?? []), '--registry', url], {
    env: { SALLYPORT_TOKEN: 'USERTOK', ...(place === undefined ? {} : { PATH: place.path }) },
    ...(place === undefined ? {} : { cwd: place.cwd }),
    answers,
  });
  return { ...ran, sent: requests.map(({ body }) => JSON.parse(body) as unknown) };
}

const sentClaims = (claims: Readonly<Record<string, unknown>>, type = 'bitbucket') => [
  [{ type, claims, permissions: ['createPackage'] }],
];

describe('trust add on a terminal asks for what the flags leave out', () => {
  it('one by one, with label, help and example from the provider; any branch is said to be any branch', async () => {
    const { exit, err, asked, sent } = await add('bitbucket', ['', WORKSPACE, REPOSITORY, '', '', 'y']);
    expect(exit, err).toBe(0);
    expect(sent).toEqual(sentClaims({ workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY }));
    const provider = builtInProviders.find(({ type }) => type === 'bitbucket');
    for (const { label, help, example } of provider?.fields ?? []) {
      expect(asked).toContain(label);
      expect(err).toContain(help);
      expect(err).toContain(`Example: ${example}`);
    }
    expect(err).toContain('Could be stricter: Add a branch: without one, whoever can push to any branch');
  });

  it('a wrong value is said to be wrong and asked for again; so is one that stands in the wrong field', async () => {
    const answers = ['', 'acme', '', WORKSPACE.slice(1, -1).toUpperCase(), WORKSPACE, REPOSITORY, '', 'main', 'y'];
    const { exit, err, sent } = await add('bitbucket', answers);
    expect(exit, err).toBe(0);
    expect(err).toMatch(/Workspace UUID is "acme", which must be a UUID/);
    expect(err).toContain('Workspace UUID is needed.');
    expect(err).toMatch(/Repository UUID and Workspace UUID are both/);
    expect(sent).toEqual(sentClaims({ workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' }));
  });

  it('whoever answers wrongly without end is told the flag, with exit 2, and nothing is sent', async () => {
    const { exit, err, sent } = await add('bitbucket', ['', ...Array.from({ length: 50 }, () => 'no')]);
    expect(exit).toBe(2);
    expect(err).toContain('--workspace-uuid');
    expect(sent).toEqual([]);
  });

  it('the git remote says where the UUIDs are; a pasted payload fills them in, to be confirmed', async () => {
    const payload = JSON.stringify({
      iss: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
      workspaceUuid: WORKSPACE,
      repositoryUuid: REPOSITORY,
      deploymentEnvironmentUuid: ENVIRONMENT,
      branchName: 'release',
    });
    const { exit, err, asked, sent } = await add('bitbucket', [payload, '', '', '-', 'main', 'y'], {
      remote: 'git@bitbucket.org:acme/hello.git',
    });
    expect(exit, err).toBe(0);
    expect(err).toContain('https://bitbucket.org/acme/hello/admin/pipelines/openid-connect');
    expect(asked).toContain(`[${WORKSPACE}]`);
    expect(sent).toEqual(sentClaims({ workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' }));
  });

  it('a paste that is nothing helps nothing, and the questions go on', async () => {
    for (const paste of ['hello', '[1]', '{"a":1}']) {
      const { exit, err, sent } = await add('bitbucket', [paste, WORKSPACE, REPOSITORY, '', '', 'y']);
      expect(exit, err).toBe(0);
      expect(err).toContain('Nothing in it helps.');
      expect(sent).toEqual(sentClaims({ workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY }));
    }
  });

  it('GitHub: the repository comes from the remote, Enter takes it; no payload is asked for', async () => {
    const { exit, err, asked, sent } = await add('github', ['', 'publish.yml', '', '', 'y'], {
      remote: 'https://github.com/acme/hello.git',
    });
    expect(exit, err).toBe(0);
    expect(asked).toContain('[acme/hello]');
    expect(asked).not.toContain('Paste');
    expect(sent).toEqual(sentClaims({ repository: 'acme/hello', workflow_ref: { file: 'publish.yml' } }, 'github'));
  });

  it('a flag is not asked for again, and where none is missing nobody is asked but whether to proceed', async () => {
    const some = await add('bitbucket', ['', REPOSITORY, '', '', 'y'], { flags: ['--workspace-uuid', WORKSPACE] });
    expect(some.exit, some.err).toBe(0);
    expect(some.asked).not.toContain('Workspace UUID');
    const flags = ['--workspace-uuid', WORKSPACE, '--repository-uuid', REPOSITORY];
    const all = await add('bitbucket', ['y'], { flags });
    expect(all.asked).toBe('Do you want to proceed? (y/N) ');
    expect(all.err).toContain('Could be stricter');
  });

  it('--yes asks nothing, on a terminal too: every missing flag is named at once', async () => {
    const { exit, err, asked, sent } = await add('bitbucket', ['x'], { flags: ['--yes'] });
    expect(exit).toBe(2);
    expect(asked).toBe('');
    expect(err).toContain('--workspace-uuid is missing');
    expect(err).toContain('--repository-uuid is missing');
    expect(sent).toEqual([]);
  });

  it.each(builtInProviders.map(({ type }) => type))(
    '%s: its examples, typed one by one, are a publisher',
    async (type) => {
      const provider = builtInProviders.find((known) => known.type === type);
      const asked = (provider?.fields ?? []).filter(({ required, raises }) => required || raises !== undefined);
      const { exit, err, sent } = await add(type, ['', ...asked.map(({ example }) => example), 'y']);
      expect(exit, err).toBe(0);
      const [[publisher]] = sent as [[{ claims: object }]];
      expect(Object.keys(publisher.claims)).toEqual(asked.map(({ claim }) => claim));
    },
  );
});
