import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { registryInProjectNpmrc } from '../src/project/project-npmrc.ts';
import { step } from './support/step.ts';

const A = 'https://a.example/npm/';
const member = { 'package.json': { name: '@acme/hello', version: '1.0.0' } };

describe('the registry of a plain project .npmrc, read without asking npm', () => {
  it.each([
    ['the scope', `@acme:registry=${A}\n`, '@acme'],
    ['with spaces', `audit=false\n@acme:registry = ${A}\r\nregistry=https://b.example\n`, '@acme'],
    ['no scope', `registry=${A}`, undefined],
  ])('%s: what npm answers', async (_, npmrc, scope) => {
    const { folder, env } = await step({
      ...member,
      '.npmrc': npmrc,
      '../home/.npmrc': 'registry=https://c.example\n@acme:registry=https://c.example\n',
    });
    const asked = await promisify(execFile)('npm', ['config', 'list', '--json'], { cwd: folder, env });
    const byNpm = JSON.parse(asked.stdout)[scope === undefined ? 'registry' : `${scope}:registry`];
    expect(await registryInProjectNpmrc(folder, scope, [], env)).toBe(byNpm);
    expect(byNpm).toBe(A);
  });

  it.each([
    ['no such line: another npmrc may have it', 'registry=https://a.example\n', [], {}],
    ['two of them', `@acme:registry=${A}\n@acme:registry=https://b.example/\n`, [], {}],
    ['a variable', '@acme:registry=https://${HOST}/\n', [], {}],
    ['quotes', `@acme:registry="${A}"\n`, [], {}],
    ['a comment behind it', `@acme:registry=${A} ; ours\n`, [], {}],
    ['a comment before it', `;@acme:registry=${A}\n`, [], {}],
    ['a section', `[x]\n@acme:registry=${A}\n`, [], {}],
    ['another key that ends so', `x@acme:registry=${A}\n`, [], {}],
    ['arguments', `@acme:registry=${A}\n`, ['--prefix', '/elsewhere'], {}],
    [
      'a variable that comes before',
      `@acme:registry=${A}\n`,
      [],
      { 'NPM_CONFIG_@acme:registry': 'https://b.example/' },
    ],
    ['npm_config_global', `@acme:registry=${A}\n`, [], { npm_config_global: 'true' }],
  ] as const)('%s: npm is asked', async (_, npmrc, args, env) => {
    const { folder } = await step({ ...member, '.npmrc': npmrc });
    expect(await registryInProjectNpmrc(folder, '@acme', args, env)).toBeUndefined();
  });

  it.each([['packages/*'], ['./packages/a/'], ['**'], ['{packages,tools}/*'], ['!x']])(
    'in the folder of a workspace (%s) npm is asked: it reads the npmrc of the root',
    async (pattern) => {
      const { folder } = await step({
        'package.json': { workspaces: [pattern] },
        'packages/a/package.json': { name: '@acme/a', version: '1.0.0' },
        'packages/a/.npmrc': `@acme:registry=${A}\n`,
      });
      expect(await registryInProjectNpmrc(join(folder, 'packages/a'), '@acme', [], {})).toBeUndefined();
    },
  );

  it('but not in a folder that only lies below another repository', async () => {
    const { folder } = await step({
      'package.json': { workspaces: ['packages/*'] },
      'tools/a/package.json': { name: '@acme/a', version: '1.0.0' },
      'tools/a/.npmrc': `@acme:registry=${A}\n`,
    });
    expect(await registryInProjectNpmrc(join(folder, 'tools/a'), '@acme', [], {})).toBe(A);
  });
});
