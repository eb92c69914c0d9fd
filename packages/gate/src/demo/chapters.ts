import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MintRequest } from '@sallyport/issuer';
import type { Narrator } from './narrator.ts';
import { type Ran, run } from './run.ts';
import type { Stage } from './stage.ts';

/** A version that a chapter published, with the integrity its client computed. */
export interface PublishedVersion {
  readonly version: string;
  readonly integrity: string | undefined;
}

/** What the audience of every token of the story must be. */
const audienceOf = (stage: Stage): string => `npm:${new URL(stage.url).hostname}`;

/** What Bitbucket puts into a step's environment. */
async function stepEnvironment(stage: Stage, request: MintRequest): Promise<NodeJS.ProcessEnv> {
  return {
    ...stage.environment,
    CI: 'true',
    BITBUCKET_BUILD_NUMBER: '42',
    BITBUCKET_COMMIT: '1f2e3d4c5b6a',
    BITBUCKET_WORKSPACE: 'acme',
    BITBUCKET_REPO_SLUG: 'hello',
    BITBUCKET_STEP_OIDC_TOKEN: await stage.issuer.mint(request),
  };
}

const publishBy = async (stage: Stage, version: string, request: MintRequest): Promise<Ran> =>
  run([...stage.sallyportCi, 'publish'], {
    cwd: await stage.project(version),
    env: await stepEnvironment(stage, request),
  });

export async function publishBySallyportCi(stage: Stage, tell: Narrator): Promise<PublishedVersion> {
  const version = '1.0.0';
  tell.chapter('A Bitbucket step publishes, with nothing but its id_token');
  tell.command('npx @sallyport/ci publish');
  const ran = await publishBy(stage, version, { audience: audienceOf(stage) });
  tell.output(ran);
  if (ran.code === 0) tell.good(`${stage.package}@${version} is published.`);
  else tell.bad(`sallyport-ci publish ended with ${ran.code}`);
  return { version, integrity: await integrityOf(stage, version) };
}

/** npm exchanges by itself when it believes to be on CircleCI: from 11.11 on (clients.md section 1). */
const NPM_THAT_EXCHANGES = [11, 11] as const;

export async function publishByNpmAlone(stage: Stage, tell: Narrator): Promise<PublishedVersion | undefined> {
  const version = '1.0.1';
  tell.chapter('Another step does it with the unmodified npm alone');
  const npm = await run(['npm', '--version'], { cwd: stage.folder, env: stage.environment });
  const [major = 0, minor = 0] = npm.stdout.trim().split('.').map(Number);
  if (major < NPM_THAT_EXCHANGES[0] || (major === NPM_THAT_EXCHANGES[0] && minor < NPM_THAT_EXCHANGES[1])) {
    tell.aside(
      `left out: the npm of this machine is ${npm.stdout.trim()}, and npm exchanges by itself from ${NPM_THAT_EXCHANGES.join('.')} on`,
    );
    return undefined;
  }
  tell.command('CIRCLECI=true NPM_ID_TOKEN="$BITBUCKET_STEP_OIDC_TOKEN" npm publish');
  const idToken = await stage.issuer.mint({ audience: audienceOf(stage) });
  const ran = await run(['npm', 'publish'], {
    cwd: await stage.project(version),
    env: { ...stage.environment, CIRCLECI: 'true', NPM_ID_TOKEN: idToken },
  });
  tell.output(ran);
  if (ran.code === 0) tell.good(`${stage.package}@${version} is published.`);
  else tell.bad(`npm publish ended with ${ran.code}`);
  return { version, integrity: await integrityOf(stage, version) };
}

/** What the packed project really hashes to, asked from npm, not from the registry. */
async function integrityOf(stage: Stage, version: string): Promise<string | undefined> {
  const packed = await run(['npm', 'pack', '--dry-run', '--json'], {
    cwd: await stage.project(version),
    env: stage.environment,
  });
  const [first]: { integrity?: string }[] = packed.code === 0 ? JSON.parse(packed.stdout) : [];
  return first?.integrity;
}

export async function installBack(stage: Stage, tell: Narrator, versions: readonly PublishedVersion[]): Promise<void> {
  tell.chapter('npm installs them back, and every byte is compared');
  for (const { version, integrity } of versions) {
    const project = join(stage.folder, `install-${version}`);
    tell.command(`npm install ${stage.package}@${version}`);
    const ran = await run(
      ['npm', 'install', `${stage.package}@${version}`, '--prefix', project, '--registry', `${stage.url}/`],
      { cwd: stage.folder, env: stage.environment },
    );
    const installed = ran.code === 0 ? await installedIntegrity(project, stage.package) : undefined;
    if (installed !== undefined && installed === integrity)
      tell.good(`${installed.slice(0, 30)}... is what was packed`);
    else tell.bad(`installed ${installed ?? 'nothing'}, packed ${integrity ?? 'nothing'}`);
  }
}

async function installedIntegrity(project: string, name: string): Promise<string | undefined> {
  const lock: { packages?: Record<string, { integrity?: string }> } = JSON.parse(
    await readFile(join(project, 'package-lock.json'), 'utf8'),
  );
  return lock.packages?.[`node_modules/${name}`]?.integrity;
}

/** Each differs from the trusted publisher in one thing. */
const STRANGERS: readonly {
  readonly what: string;
  readonly claims?: MintRequest['claims'];
  readonly audience: boolean;
}[] = [
  {
    what: 'a step of another repository',
    claims: { repositoryUuid: '{11111111-2222-4333-8444-555555555555}' },
    audience: true,
  },
  { what: 'a step on another branch', claims: { branchName: 'feature/quick-fix' }, audience: true },
  {
    what: 'a step in another deployment environment',
    claims: { deploymentEnvironmentUuid: '{66666666-7777-4888-9999-aaaaaaaaaaaa}' },
    audience: true,
  },
  { what: "a step whose token is for the workspace, as every cloud role's is", audience: false },
];

export async function refusedSteps(stage: Stage, tell: Narrator): Promise<void> {
  tell.chapter('Others are refused, and are told what to change');
  for (const { what, claims, audience } of STRANGERS) {
    tell.aside('');
    tell.fact('refused', what);
    const ran = await publishBy(stage, '9.9.9', {
      ...(claims === undefined ? {} : { claims }),
      ...(audience ? { audience: audienceOf(stage) } : {}),
    });
    tell.output(ran);
    if (ran.code !== 1) tell.bad(`sallyport-ci publish ended with ${ran.code}, expected 1`);
  }
  const view = await run(['npm', 'view', stage.package, 'versions', '--json', '--registry', `${stage.url}/`], {
    cwd: stage.folder,
    env: stage.environment,
  });
  if (view.stdout.includes('9.9.9')) tell.bad('a refused version is in the registry');
  else tell.good('Nothing of that reached the registry.');
}
