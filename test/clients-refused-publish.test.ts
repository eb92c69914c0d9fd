import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, exchanged, packument } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, npm115, pnpm12, publishWith, squeezed, yarn4 } from './support/clients.ts';
import { githubJob } from './support/jobs.ts';
import type { Ran } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

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

describe('P1: a token of another package, as npm before 11.21 uses one, is refused with a sentence naming both, shown by', () => {
  it.each(refusedPuts)('$client.title', async ({ client, expected }) => {
    const own = packageOf('own', client);
    const other = packageOf('other', client);
    await addPublisher(stage.gate, own, stage.bitbucket);
    const token = await exchanged(stage.gate, own, await stage.bitbucket.mint({ audience: stage.audience }));
    const { host } = new URL(stage.gate.url);
    const project = await stage.runner.project(other, '1.0.0', {
      files: yarnFiles(stage.gate.url, other),
      npmrc: `//${host}/:_authToken=${token}\n`,
    });

    const refused = await publishWith(stage.runner, client, project, { YARN_NPM_AUTH_TOKEN: token });

    expect(refused.code, refused.output).toBe(1);
    expected(
      refused,
      '403 Forbidden',
      `This publish token is for ${own}, not for ${other}. Each package needs an exchange of its own; npm before 11.21 reuses the first token when the exchange for a later workspace was refused.`,
    );
    expect(refused.output).not.toContain(token);
    expect(await stage.versions(other)).toEqual([]);
  });
});

// npm looks first and refuses by itself; these two find out by the answer.
describe('a version that is there already stays as it is, and says so to', () => {
  it.each(refusedPuts.filter(({ client }) => client.bin !== 'npm'))('$client.title', async ({ client, expected }) => {
    const name = packageOf('twice', client);
    await addPublisher(stage.gate, name, stage.github);
    const files = yarnFiles(stage.gate.url, name);
    const first = await publishWith(
      stage.runner,
      client,
      await stage.runner.project(name, '1.0.0', { files }),
      await githubJob(stage),
    );
    expect(first.code, first.output).toBe(0);
    const before = await packument(stage.gate, name);

    const second = await publishWith(
      stage.runner,
      client,
      await stage.runner.project(name, '1.0.0', { files: { ...files, 'index.js': 'module.exports = "changed";\n' } }),
      await githubJob(stage),
    );

    expect(second.code, second.output).toBe(1);
    expected(
      second,
      '409 Conflict',
      `${name}@1.0.0 exists already, with other bytes. Nothing was published; raise the version.`,
    );
    expect(await packument(stage.gate, name)).toEqual(before);
  });
});
