import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, exchanged, packument, request } from './support/api.ts';
import { type Client, npm11, npm12, npm115, pnpm12, publishWith, yarn4 } from './support/clients.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { bitbucketStep, githubJob } from './support/jobs.ts';
import type { Ran } from './support/run.ts';
import { createRunner, type Runner, yarnFiles } from './support/runner.ts';

let stage: TestStage;
let runner: Runner;
beforeAll(async () => {
  stage = await startTestStage();
  runner = await createRunner(stage.gate.url);
});
afterAll(async () => {
  await stage.close();
  await runner.remove();
});

const named = (start: string, client: Client): string => `@acme/${start}-${client.title.replaceAll(/[ .]/g, '-')}`;

/** What the gate says about this token, asked where nothing is minted (D3: the same decision everywhere). */
async function reason(name: string, token: string | undefined): Promise<string> {
  const answer = await request(`${stage.gate.url}/-/sallyport/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package: name, token }),
  });
  return (answer.json as { message: string }).message;
}

/** pnpm draws a box around its error and breaks lines at spaces and hyphens; without white space and the box both texts are equal. */
const squeezed = (text: string): string => text.replaceAll(/[\s│]/g, '');

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
  it.each(shows)('$client.title: the reason where the client can show one, exit 1, nothing published', async ({
    client,
    believes,
    expected,
  }) => {
    const name = named('refused', client);
    await addPublisher(stage.gate, name, stage.bitbucket, {
      claims: {
        workspaceUuid: exampleOf(stage, 'workspaceUuid'),
        repositoryUuid: exampleOf(stage, 'repositoryUuid'),
        deploymentEnvironmentUuid: OTHER_ENVIRONMENT,
      },
    });
    const project = await runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });
    const step = await bitbucketStep(stage);
    const token = step['BITBUCKET_STEP_OIDC_TOKEN'];
    const why = await reason(name, token);
    // The repository is the right one, so its owner may see what was expected (E2), UUIDs too: only the notice keeps them.
    expect(why).toContain(OTHER_ENVIRONMENT);

    const refused = await publishWith(runner, client, project, { ...step, ...believes, NPM_ID_TOKEN: token });

    expect(refused.code, refused.output).toBe(1);
    expected(refused, why);
    expect(await packument(stage.gate, name)).toBeUndefined();
    expect((await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish`)).length).toBe(0);
  });

  it('npm 12 from another repository on GitHub: told that the repository is not the one, and nothing of the configuration', async () => {
    const name = '@acme/refused-stranger';
    await addPublisher(stage.gate, name, stage.github, {
      claims: { repository: 'acme/secret-repository', workflow_ref: { file: 'secret.yml' } },
    });
    const project = await runner.project(name, '1.0.0');

    const refused = await publishWith(runner, npm12, project, await githubJob(stage));

    expect(refused.code).toBe(1);
    expect(refused.output).toContain('acme/hello');
    expect(refused.output).not.toContain('secret');
  });
});

const OTHER_ENVIRONMENT = '{66666666-7777-4888-9999-aaaaaaaaaaaa}';
const exampleOf = ({ bitbucket }: TestStage, claim: string): unknown => bitbucket.provider.token.example[claim];

/** What a client shows of a refused PUT: the answer's `error` (clients.md section 4). */
const refusedPuts: readonly {
  readonly client: Client;
  readonly expected: (shown: Ran, status: string, why: string) => void;
}[] = [
  ...[npm115, npm11, npm12].map((client) => ({
    client,
    expected: ({ output }: Ran, status: string, why: string) => {
      expect(output).toContain(`npm notice ${why}\n`);
      expect(output).toMatch(new RegExp(`npm error ${status.slice(0, 3)} ${status} - PUT \\S+ - `));
      expect(output).toContain(` - ${why}\n`);
    },
  })),
  {
    client: pnpm12,
    expected: ({ output }, status, why) =>
      expect(squeezed(output)).toContain(squeezed(`(status ${status}): {"error":"${why}"`)),
  },
  {
    client: yarn4,
    expected: ({ output }, status, why) => {
      expect(output).toContain(`YN0035: ${why}\n`);
      expect(output).toContain(`Response Code: ${status.slice(0, 3)} (${status.slice(4)})`);
    },
  },
];

describe("P1: a token of another package, as npm before 11.21 uses one, is refused with a sentence naming both, shown by", () => {
  it.each(refusedPuts)('$client.title', async ({ client, expected }) => {
    const own = named('own', client);
    const other = named('other', client);
    await addPublisher(stage.gate, own, stage.bitbucket);
    const token = await exchanged(stage.gate, own, await stage.bitbucket.mint({ audience: stage.audience }));
    const { host } = new URL(stage.gate.url);
    const project = await runner.project(other, '1.0.0', {
      files: yarnFiles(stage.gate.url, other),
      npmrc: `//${host}/:_authToken=${token}\n`,
    });

    const refused = await publishWith(runner, client, project, { YARN_NPM_AUTH_TOKEN: token });

    expect(refused.code, refused.output).toBe(1);
    expected(
      refused,
      '403 Forbidden',
      `This publish token is for ${own}, not for ${other}. Each package needs an exchange of its own; npm before 11.21 reuses the first token when the exchange for a later workspace was refused.`,
    );
    expect(refused.output).not.toContain(token);
    expect(await packument(stage.gate, other)).toBeUndefined();
  });
});

// npm looks first and refuses by itself; these two find out by the answer.
describe('a version that is there already stays as it is, and says so to', () => {
  it.each(refusedPuts.filter(({ client }) => client.bin !== 'npm'))('$client.title', async ({ client, expected }) => {
    const name = named('twice', client);
    await addPublisher(stage.gate, name, stage.github);
    const files = yarnFiles(stage.gate.url, name);
    const first = await publishWith(
      runner,
      client,
      await runner.project(name, '1.0.0', { files }),
      await githubJob(stage),
    );
    expect(first.code, first.output).toBe(0);
    const before = await packument(stage.gate, name);

    const second = await publishWith(
      runner,
      client,
      await runner.project(name, '1.0.0', { files: { ...files, 'index.js': 'module.exports = "changed";\n' } }),
      await githubJob(stage),
    );

    expect(second.code, second.output).toBe(1);
    expected(second, '409 Conflict', `${name}@1.0.0 exists already, with other bytes. Nothing was published; raise the version.`);
    expect(await packument(stage.gate, name)).toEqual(before);
  });
});
