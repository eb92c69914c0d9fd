import { addPublisher, audit, exchange, exchanged, put } from '../api.ts';
import { publishDocument } from '../documents.ts';
import type { TestStage } from '../gate.ts';
import type { RunClaims } from '../jobs.ts';

/** What a busy day at one organisation leaves behind. */
export interface History {
  /** The publisher of `@acme/hello`: one repository, one environment, one branch. */
  readonly publisher: string;
  /** The audit entry of a run that it refused, for its branch alone. */
  readonly refused: number;
}

const PRODUCTION = '{5d1c2b3a-6e7f-4d80-91a2-b3c4d5e6f708}';
type Stage = Pick<TestStage, 'gate' | 'bitbucket' | 'github' | 'gitlab' | 'circleci' | 'audience'>;

/** Publishers of every provider, strong and weak, a pattern among them; releases of trusted runs and one with a token of a person; refusals. */
export async function seedHistory(stage: Stage, personsToken: string): Promise<History> {
  const { gate, bitbucket, github, gitlab, circleci, audience } = stage;
  const { workspaceUuid, repositoryUuid } = bitbucket.provider.token.example;
  const publisher = await addPublisher(gate, '@acme/hello', bitbucket, {
    claims: { workspaceUuid, repositoryUuid, deploymentEnvironmentUuid: PRODUCTION, branchName: 'main' },
  });
  await addPublisher(gate, '@acme/tools-*', github, {
    claims: { repository: 'acme/tools', workflow_ref: { file: 'release.yml' }, environment: 'production' },
  });
  await addPublisher(gate, '@acme/tools-cli', gitlab);
  await addPublisher(gate, '@acme/charts', circleci);
  await addPublisher(gate, '@acme/theme', bitbucket, { claims: { workspaceUuid, repositoryUuid } });

  const release = async (name: string, version: string, token: string) => {
    const answer = await put(gate, name, token, (await publishDocument(name, version)).text);
    if (answer.status !== 201) throw new Error(`${name}@${version} was not published: ${answer.text}`);
  };
  const run = (claims: RunClaims = {}) => bitbucket.mint({ audience, claims });
  await release('@acme/legacy', '4.2.0', personsToken);
  await release('@acme/hello', '1.0.0', await exchanged(gate, '@acme/hello', await run()));
  await release('@acme/tools-cli', '0.9.0', await exchanged(gate, '@acme/tools-cli', await gitlab.mint({ audience })));
  await release('@acme/theme', '2.0.0', await exchanged(gate, '@acme/theme', await run({ branchName: 'next' })));
  await exchange(gate, '@acme/hello', await run({ repositoryUuid: '{11111111-2222-4333-8444-555555555555}' }));
  await exchange(gate, '@acme/tools-web', await github.mint({ audience, claims: { ref: 'refs/heads/trunk' } }));
  await exchange(gate, '@acme/unknown', await circleci.mint({ audience }));
  await release('@acme/hello', '1.1.0', await exchanged(gate, '@acme/hello', await run({ stepUuid: stepUuid(2) })));
  await exchange(gate, '@acme/hello', await run({ branchName: 'feature/quick-fix' }));
  const [newest] = await audit(gate, 'package=@acme%2Fhello&kind=exchange&limit=1');
  return { publisher, refused: newest?.id ?? 0 };
}

/** Every step of a pipeline has its own; a token of the same second would be the same token otherwise. */
const stepUuid = (number: number): string => `{00000000-0000-4000-8000-${String(number).padStart(12, '0')}}`;
