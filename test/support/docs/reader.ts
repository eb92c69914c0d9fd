import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issuer } from '@sallyport/issuer';
import { addPublisher } from '../api.ts';
import { type Client, npm12 } from '../clients.ts';
import { type GateOptions, startTestStage, type TestStage } from '../gate.ts';
import type { Scene } from './page.ts';
import { openShell, type Shell } from './shell.ts';

/** A gate, and a reader of how-tos in a project of their own: what pages about publishing have in common. */
export interface Reader {
  readonly stage: TestStage;
  readonly shell: Shell;
  /** The replacements that every such page needs. */
  readonly replace: Scene['replace'];
  /** Makes the project this version of @acme/hello. */
  version(version: string): Promise<void>;
  /** Trusts this issuer's example runs for @acme/hello, as a page does for the provider's public issuer. */
  trust(issuer: Issuer): Promise<string>;
  close(): Promise<void>;
}

export async function startReader(options: GateOptions = {}, clients: readonly Client[] = [npm12]): Promise<Reader> {
  const stage = await startTestStage(options);
  const { gate, audience } = stage;
  const shell = await openShell(clients);
  const version = (number: string) => writeProject(shell.folder, gate.url, number);
  await version('1.0.0');
  // As npm keeps what a person logged in with: in their home, not in the project.
  await writeFile(
    join(shell.home, '.npmrc'),
    `${gate.url.replace('http:', '')}/:_authToken=${gate.administratorToken}\n`,
  );
  return {
    stage,
    shell,
    replace: [
      ['https://npm.acme.example', gate.url],
      ['npm:npm.acme.example', audience],
      ['SALLYPORT_TOKEN=...', `SALLYPORT_TOKEN=${gate.administratorToken}`],
      // What a runner would download: here the npm that the tests installed.
      [/npx npm@\^[0-9.]+/, 'npm'],
    ],
    version,
    trust: (issuer) => addPublisher(gate, '@acme/hello', issuer),
    async close() {
      await shell.remove();
      await stage.close();
    },
  };
}

/** The audiences that a page's pipeline asks for, at this reader's registry. */
export const asked = (audiences: readonly string[]): readonly string[] =>
  audiences.map((audience) => audience.replace('npm.acme.example', '127.0.0.1'));

/** No static token is within a CI step's reach. */
export const IN_CI = { CI: 'true', npm_config_userconfig: '/dev/null' };

async function writeProject(folder: string, registry: string, version: string): Promise<void> {
  const name = '@acme/hello';
  const files = {
    'package.json': JSON.stringify({ name, version, scripts: { test: 'true', build: 'true' } }),
    'package-lock.json': JSON.stringify({ name, version, lockfileVersion: 3, packages: {} }),
    '.npmrc': `registry=${registry}/\n`,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
}

/** CircleCI's own command, as far as pages use it: TOKEN_OF_THIS_JOB, where the audience asked for is the registry's. */
export const putCircleci = (shell: Shell): Promise<void> =>
  writeFile(join(shell.bin, 'circleci'), CIRCLECI, { mode: 0o755 });

const CIRCLECI = `#!/bin/sh
test "$1 $2 $3 $4" = "run oidc get --claims" && test "$5" = '{"aud":"npm:127.0.0.1"}' && printf %s "$TOKEN_OF_THIS_JOB"
`;
