import { request } from '../api.ts';
import { startTestStage, type TestStage } from '../gate.ts';
import { newPerson, type Person } from '../person.ts';
import { type History, seedHistory } from './history.ts';

/** A gate that has something on every page of its console. */
export interface ConsoleScene extends TestStage, History {
  /** Owns `@acme/*`, has a second factor, and published a package with a token of her own. */
  readonly owner: Person;
  /** What a command of the owner asks to be confirmed, as a path of the console: `/confirm/...`. */
  confirmation(): Promise<string>;
}

export async function startConsoleScene(): Promise<ConsoleScene> {
  const stage = await startTestStage({
    configuration: { embedded: { registration: true }, owners: { '@acme/*': ['maria'] } },
  });
  try {
    const owner = await newPerson(stage.gate, 'maria');
    await owner.enrol();
    return {
      ...stage,
      ...(await seedHistory(stage, owner.token)),
      owner,
      confirmation: () => confirmationOf(stage, owner),
    };
  } catch (fault) {
    await stage.close();
    throw fault;
  }
}

async function confirmationOf({ gate, bitbucket }: TestStage, { token }: Person): Promise<string> {
  const { workspaceUuid, repositoryUuid } = bitbucket.provider.token.example;
  const asked = await request(`${gate.url}/-/package/@acme%2fhello/trust`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      {
        type: bitbucket.provider.type,
        issuer: bitbucket.url,
        claims: { workspaceUuid, repositoryUuid, branchName: { pattern: 'release/*' } },
        permissions: ['createPackage'],
      },
    ]),
  });
  if (asked.status !== 401) throw new Error(`nothing to confirm: ${asked.status} ${asked.text}`);
  return `/confirm/${new URL((asked.json as { authUrl: string }).authUrl).pathname.split('/').at(-1)}`;
}
