import { describe } from 'vitest';
import { pnpm12, yarn4 } from './support/clients.ts';
import { compareCommands, inConsumer, PUBLISHED_BY, type Site } from './support/parity.ts';
import { yarnFiles } from './support/runner.ts';

const PASSWORD = 'correct horse battery staple';
const EXISTS = { embedded: 'the guard says whether the bytes are the same' };

// By default yarn leaves alone what was published today.
const filesOf = (name: string) => (site: Site) => {
  const all = yarnFiles(site.url, name);
  return { ...all, '.yarnrc.yml': `${all['.yarnrc.yml']}npmMinimalAgeGate: 0\nenableColors: false\n` };
};

describe('pnpm 12', () => {
  const name = '@acme/parity-pnpm';
  compareCommands({
    client: pnpm12,
    name,
    account: 'pnpm',
    commands: [
      { run: 'ping' },
      { run: 'whoami' },
      { run: 'publish --no-git-checks' },
      { run: 'publish --no-git-checks --force', otherWords: EXISTS },
      { run: `view ${name}`, otherWords: PUBLISHED_BY },
      { run: `view ${name} versions --json` },
      { run: `dist-tag add ${name}@1.0.0 old` },
      { run: `dist-tag ls ${name}` },
      { run: `dist-tag rm ${name} old` },
      { run: `deprecate ${name}@1.0.0 use-another` },
      { run: 'search nothing-is-called-so' },
      inConsumer(`add ${name}@1.0.0`),
      inConsumer('install --frozen-lockfile'),
      inConsumer('outdated'),
      inConsumer('audit'),
      inConsumer(`add ${name}-absent`),
      { run: `unpublish ${name} --force` },
      { run: 'logout' },
      { run: 'whoami' },
    ],
  });
});

describe('yarn 4', () => {
  const name = '@acme/parity-yarn';
  compareCommands({
    client: yarn4,
    name,
    files: filesOf(name),
    consumerFiles: filesOf('consumer'),
    uncompared: {
      bytes: 'yarn packs other bytes each time',
      readme: 'yarn writes it beside the versions, where a bare Verdaccio does not look and the guard does',
    },
    commands: [
      { run: 'npm whoami' },
      {
        run: 'npm login',
        typed: [
          { prompt: 'sername', line: 'yarn' },
          { prompt: 'assword', line: PASSWORD },
        ],
      },
      { run: 'npm whoami' },
      { run: 'npm publish' },
      { run: 'npm publish', otherWords: EXISTS },
      { run: 'npm publish --tolerate-republish' },
      { run: `npm info ${name} --fields name,versions --json` },
      { run: `npm tag add ${name}@1.0.0 old` },
      { run: `npm tag list ${name}` },
      { run: `npm tag remove ${name} old` },
      inConsumer(`add ${name}@1.0.0`),
      inConsumer('install --immutable'),
      inConsumer('npm audit'),
      inConsumer(`add ${name}-absent`),
      { run: 'npm logout' },
      { run: 'npm whoami' },
    ],
  });
});
