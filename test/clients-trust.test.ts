import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, publishWith } from './support/clients.ts';
import { githubJob } from './support/jobs.ts';
import { type Ran, run } from './support/run.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js')] as const;

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** `npm trust ...` as a person types it, with an administrator's token as npm's bearer. */
async function trust(client: Client, ...args: readonly string[]): Promise<Ran> {
  const { host } = new URL(stage.gate.url);
  const project = await stage.runner.project('@acme/configures', '1.0.0', {
    npmrc: `//${host}/:_authToken=${stage.gate.administratorToken}\n`,
  });
  return run([...client.command, 'trust', ...args], { cwd: project, env: stage.runner.environment(project) });
}

interface Configured {
  readonly id: string;
  readonly type: string;
  readonly claims: unknown;
  readonly permissions: unknown;
}

async function configured(name: string): Promise<readonly Configured[]> {
  const answer = await request(`${stage.gate.url}/-/package/${encodeURIComponent(name)}/trust`, {
    headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
  });
  expect(answer.status).toBe(200);
  return answer.json as readonly Configured[];
}

async function useIssuer(name: string, id: string, issuer: string): Promise<void> {
  const answer = await request(`${stage.gate.url}/-/package/${encodeURIComponent(name)}/trust/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ issuer }),
  });
  expect(answer.status, answer.text).toBe(200);
}

const ID = '00000000-0000-4000-8000-000000000001';
const CIRCLECI_FLAGS = ['org-id', 'project-id', 'pipeline-definition-id', 'context-id'].flatMap((flag) => [
  `--${flag}`,
  ID,
]);

/** What npm makes of its flags (npm-contract.md section 5), and what of it `npm trust list` prints. */
const commands = [
  {
    type: 'github',
    flags: [
      '--file',
      'publish.yml',
      '--repository',
      'o/r',
      '--environment',
      'prod',
      '--allow-publish',
      '--allow-stage-publish',
    ],
    claims: { repository: 'o/r', workflow_ref: { file: 'publish.yml' }, environment: 'prod' },
    permissions: ['createPackage', 'createStagedPackage'],
    printed: ['file: publish.yml', 'repository: o/r', 'environment: prod', 'permissions: publish, stage publish'],
  },
  {
    type: 'gitlab',
    flags: ['--file', '.gitlab-ci.yml', '--project', 'g/s/p', '--allow-publish'],
    claims: { project_path: 'g/s/p', ci_config_ref_uri: { file: '.gitlab-ci.yml' } },
    permissions: ['createPackage'],
    printed: ['file: .gitlab-ci.yml', 'project: g/s/p', 'permissions: publish'],
  },
  {
    type: 'circleci',
    flags: [...CIRCLECI_FLAGS, '--vcs-origin', 'bitbucket.org/o/r', '--allow-publish'],
    claims: {
      'oidc.circleci.com/org-id': ID,
      'oidc.circleci.com/project-id': ID,
      'oidc.circleci.com/pipeline-definition-id': ID,
      'oidc.circleci.com/vcs-origin': 'bitbucket.org/o/r',
      'oidc.circleci.com/context-ids': [ID],
    },
    permissions: ['createPackage'],
    printed: ['vcsOrigin: bitbucket.org/o/r', 'permissions: publish'],
  },
] as const;

describe.each([npm11, npm12])("$title, with an administrator's token as its bearer", (client) => {
  it.each(commands)(
    'npm trust $type, list and revoke: what was asked for is what is configured, listed and gone',
    async ({ type, flags, claims, permissions, printed }) => {
      const name = packageOf(type, client);

      const added = await trust(client, type, name, ...flags, '--yes');
      expect(added.code, added.output).toBe(0);
      expect(added.output).toContain('Trust configuration created successfully');
      const [publisher, ...others] = await configured(name);
      expect(others).toEqual([]);
      expect(publisher).toEqual({ id: publisher?.id, type, claims, permissions });

      const again = await trust(client, type, name, ...flags, '--yes');
      expect(again.code).toBe(1);
      expect(again.output).toContain('npm error code E409');
      expect(again.output).toContain('trusted publisher config already exists for the package');

      const listed = await trust(client, 'list', name);
      expect(listed.code, listed.output).toBe(0);
      for (const line of [`type: ${type}`, `id: ${publisher?.id}`, ...printed])
        expect(listed.output).toContain(`${line}\n`);

      const revoked = await trust(client, 'revoke', name, '--id', publisher?.id ?? '');
      expect(revoked.code, revoked.output).toBe(0);
      expect(revoked.output).toContain(`Revoked trusted configuration for package ${name}`);
      expect(await configured(name)).toEqual([]);
      expect((await trust(client, 'list', name)).output).toContain('No trust configurations found');
    },
  );

  it('npm trust list prints the claims of a Bitbucket publisher, which it does not know, UUIDs and all', async () => {
    const name = packageOf('bitbucket', client);
    const uuids = ['workspace', 'repository', 'deployment-environment'].map(
      (_, index) => `{0000000${index}-1111-4222-8333-444444444444}`,
    );
    const [workspace = '', repository = '', environment = ''] = uuids;
    const folder = await stage.runner.emptyProject();
    const added = await run(
      [
        ...SALLYPORT,
        'trust',
        'add',
        'bitbucket',
        name,
        `--workspace-uuid=${workspace}`,
        `--repository-uuid=${repository}`,
        `--deployment-environment-uuid=${environment}`,
        '--branch-name=main',
        '--yes',
      ],
      { cwd: folder, env: { ...stage.runner.environment(folder), SALLYPORT_TOKEN: stage.gate.administratorToken } },
    );
    expect(added.code, added.output).toBe(0);

    const listed = await trust(client, 'list', name);

    expect(listed.code, listed.output).toBe(0);
    expect(listed.output).toContain('type: bitbucket\n');
    const notice = listed.output.split('\n').find((line) => line.startsWith('npm notice'));
    for (const text of [...uuids, 'main']) expect(notice).toContain(text);
  });

  it('lets a job publish that was refused before npm trust github, and refuses it again after revoke', async () => {
    const name = packageOf('lifecycle', client);
    const publish = async (version: string): Promise<Ran> =>
      publishWith(stage.runner, client, await stage.runner.project(name, version), await githubJob(stage));
    expect((await publish('1.0.0')).output).toContain('npm error code ENEEDAUTH');

    const flags = ['--file', 'publish.yml', '--repository', 'acme/hello', '--allow-publish', '--yes'];
    expect((await trust(client, 'github', name, ...flags)).code).toBe(0);
    const [publisher] = await configured(name);
    // npm's command names no issuer and so means the public one; these tests have only one on loopback.
    await useIssuer(name, publisher?.id ?? '', stage.github.url);
    const published = await publish('1.0.0');
    expect(published.code, published.output).toBe(0);

    expect((await trust(client, 'revoke', name, '--id', publisher?.id ?? '')).code).toBe(0);
    expect((await publish('1.0.1')).output).toContain('npm error code ENEEDAUTH');
    expect(await stage.versions(name)).toEqual(['1.0.0']);
  });
});

it('a publisher as npm 11.10 to 11.14 post it, without permissions, may publish', async () => {
  const name = '@acme/without-permissions';
  const body = '[{"type":"github","claims":{"repository":"o/r","workflow_ref":{"file":"publish.yml"}}}]';
  const answer = await request(`${stage.gate.url}/-/package/@acme%2fwithout-permissions/trust`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stage.gate.administratorToken}`,
      'content-type': 'application/json',
      'npm-auth-type': 'web',
      'npm-command': 'trust',
    },
    body,
  });

  expect(answer.status).toBe(200);
  expect(await configured(name)).toMatchObject([{ type: 'github', permissions: ['createPackage'] }]);
});
