import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, request } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, npm115, pnpm12, publishWith, squeezed, yarn4 } from './support/clients.ts';
import { bitbucketStep, githubJob } from './support/jobs.ts';
import type { Ran } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** What the gate says about this token, asked where nothing is minted (D3: the same decision everywhere). */
async function reason(name: string, token: string | undefined): Promise<string> {
  const answer = await request(`${stage.gate.url}/-/sallyport/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package: name, token }),
  });
  return (answer.json as { message: string }).message;
}

const NO_CREDENTIAL = 'Nothing was published: this request carries no credential.';

/** What a client can show of a refused exchange at its default log level (clients.md section 3). */
const shows: readonly {
  readonly client: Client;
  readonly believes: NodeJS.ProcessEnv;
  readonly expected: (shown: Ran, why: string) => void;
}[] = [
  ...[npm115, npm11, npm12].map((client) => ({
    client,
    believes: { GITLAB_CI: 'true' },
    expected: ({ output }: Ran, why: string) => {
      expect(output).toContain(`npm notice ${why}\n`);
      expect(output).toContain('npm error code ENEEDAUTH');
    },
  })),
  {
    client: pnpm12,
    believes: {},
    expected: ({ output }: Ran, why: string) => {
      expect(squeezed(output)).toContain(squeezed(`body message: ${why} (status code 403)`));
      // It sends the PUT all the same, without a token.
      expect(squeezed(output)).toContain(squeezed(`(status 403 Forbidden): {"error":"${NO_CREDENTIAL}`));
    },
  },
  {
    client: yarn4,
    believes: { GITLAB_CI: 'true' },
    expected: ({ output }: Ran, why: string) => {
      expect(output).not.toContain(why);
      expect(output).toContain('YN0033: No authentication configured for request');
    },
  },
];

describe('a refused exchange, at the default log level of', () => {
  it.each(shows)(
    '$client.title: the reason where the client can show one, exit 1, nothing published',
    async ({ client, believes, expected }) => {
      const name = packageOf('refused', client);
      await addPublisher(stage.gate, name, stage.bitbucket, {
        claims: {
          workspaceUuid: exampleOf(stage, 'workspaceUuid'),
          repositoryUuid: exampleOf(stage, 'repositoryUuid'),
          deploymentEnvironmentUuid: OTHER_ENVIRONMENT,
        },
      });
      const project = await stage.runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });
      const step = await bitbucketStep(stage);
      const token = step['BITBUCKET_STEP_OIDC_TOKEN'];
      const why = await reason(name, token);
      // The repository is the right one, so its owner may see what was expected (E2), UUIDs too: only the notice keeps them.
      expect(why).toContain(OTHER_ENVIRONMENT);

      const refused = await publishWith(stage.runner, client, project, { ...step, ...believes, NPM_ID_TOKEN: token });

      expect(refused.code, refused.output).toBe(1);
      expected(refused, why);
      expect(await stage.versions(name)).toEqual([]);
      expect(await stage.outcomes(name, 'publish')).toEqual([]);
    },
  );

  it('npm 12 from another repository on GitHub: told that the repository is not the one, and nothing of the configuration', async () => {
    const name = '@acme/refused-stranger';
    await addPublisher(stage.gate, name, stage.github, {
      claims: { repository: 'acme/secret-repository', workflow_ref: { file: 'secret.yml' } },
    });
    const project = await stage.runner.project(name, '1.0.0');

    const refused = await publishWith(stage.runner, npm12, project, await githubJob(stage));

    expect(refused.code).toBe(1);
    expect(refused.output).toContain('acme/hello');
    expect(refused.output).not.toContain('secret');
  });
});

const OTHER_ENVIRONMENT = '{66666666-7777-4888-9999-aaaaaaaaaaaa}';
const exampleOf = ({ bitbucket }: ClientStage, claim: string): unknown => bitbucket.provider.token.example[claim];
