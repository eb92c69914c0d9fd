import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

// A Bitbucket publisher without `issuer` (its workspace's public issuer pinned at first use) cannot be tried on loopback: a publisher
// without issuer means the provider's public or default one, and an insecure issuer may not be the default. packages/trust holds that.
let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

const mint = (claims: Record<string, unknown> = {}) => stage.github.mint({ audience: stage.audience, claims });
const edit = (name: string, id: string, body: object) =>
  request(`${stage.gate.url}/-/package/${name.replace('/', '%2f')}/trust/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

it('D2: a repository made anew under the old name is refused, and told no id; saving the publisher again lets it in', async () => {
  const name = '@acme/pinned';
  const id = await addPublisher(stage.gate, name, stage.github);
  await exchanged(stage.gate, name, await mint({ repository_id: '1001' }));
  const refused = await exchange(stage.gate, name, await mint({ repository_id: '2002' }));
  expectRefusal(refused, 403, 'no-match');
  expect(refused.json).toMatchObject({
    decision: { candidates: [{ rules: [{ claim: 'repository_id', got: '2002', holds: false }] }] },
  });
  expect(refused.text).not.toContain('1001');
  expect(refused.text).not.toContain(id);
  // The same repository goes on, renamed letters included.
  await exchanged(stage.gate, name, await mint({ repository: 'Acme/Hello', repository_id: '1001' }));

  expect((await edit(name, id, { note: 'moved on purpose' })).status).toBe(200);
  const [entry] = await audit(stage.gate, 'package=@acme%2Fpinned&kind=trust');
  expect(entry).toMatchObject({ outcome: 'edited', change: { before: { pins: { repository_id: '1001' } } } });
  await exchanged(stage.gate, name, await mint({ repository_id: '2002' }));
  expectRefusal(await exchange(stage.gate, name, await mint({ repository_id: '1001' })), 403, 'no-match');
});

it('D2: the owner of a repository that was given away is pinned too', async () => {
  await addPublisher(stage.gate, '@acme/owner', stage.github);
  await exchanged(stage.gate, '@acme/owner', await mint());
  expectRefusal(await exchange(stage.gate, '@acme/owner', await mint({ repository_owner_id: '666' })), 403, 'no-match');
});

it('D2: a refused exchange and a dry run pin nothing', async () => {
  const name = '@acme/unpinned';
  await addPublisher(stage.gate, name, stage.github, {
    claims: { repository: 'acme/hello', workflow_ref: { file: 'publish.yml' }, environment: 'production' },
  });
  await exchange(stage.gate, name, await mint({ repository_id: '666', environment: 'other' }));
  await request(`${stage.gate.url}/-/sallyport/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package: name, token: await mint({ repository_id: '666' }) }),
  });
  expect((await exchange(stage.gate, name, await mint({ repository_id: '1001' }))).status).toBe(201);
});

it('D2: an id that was configured beforehand refuses another from the first use on', async () => {
  const name = '@acme/configured';
  await addPublisher(stage.gate, name, stage.github, {
    claims: { repository: 'acme/hello', workflow_ref: { file: 'publish.yml' }, repository_id: '1001' },
  });
  expectRefusal(await exchange(stage.gate, name, await mint({ repository_id: '2002' })), 403, 'no-match');
  expect((await exchange(stage.gate, name, await mint({ repository_id: '1001' }))).status).toBe(201);
});

it('D2: of 20 first uses at once by two ids one id wins, and only its tokens publish', async () => {
  const name = '@acme/race';
  await addPublisher(stage.gate, name, stage.github);
  const runs = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const repository_id = index % 2 === 0 ? '1001' : '2002';
      return { repository_id, idToken: await mint({ repository_id, run_id: `${index}` }) };
    }),
  );
  const answers = await Promise.all(
    runs.map(async ({ repository_id, idToken }) => ({
      repository_id,
      answer: await exchange(stage.gate, name, idToken),
    })),
  );
  const accepted = answers.filter(({ answer }) => answer.status === 201);
  expect(new Set(accepted.map(({ repository_id }) => repository_id)).size).toBe(1);
  expect(accepted).toHaveLength(10);
  for (const { answer } of answers.filter((one) => !accepted.includes(one))) expectRefusal(answer, 403, 'no-match');
  const token = (accepted[0]?.answer.json as { token?: string } | undefined)?.token;
  expect((await put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text)).status).toBe(201);
});

it('D2: GitLab pins its project and namespace, CircleCI stays what it is', async () => {
  await addPublisher(stage.gate, '@acme/gitlab', stage.gitlab);
  const gitlab = (claims: Record<string, unknown>) => stage.gitlab.mint({ audience: stage.audience, claims });
  await exchanged(stage.gate, '@acme/gitlab', await gitlab({}));
  expectRefusal(await exchange(stage.gate, '@acme/gitlab', await gitlab({ project_id: '666' })), 403, 'no-match');
  expectRefusal(await exchange(stage.gate, '@acme/gitlab', await gitlab({ namespace_id: '666' })), 403, 'no-match');
  await addPublisher(stage.gate, '@acme/circleci', stage.circleci);
  await exchanged(stage.gate, '@acme/circleci', await stage.circleci.mint({ audience: stage.audience }));
});
