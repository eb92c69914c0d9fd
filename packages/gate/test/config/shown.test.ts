import { expect, it } from 'vitest';
import { shownConfiguration } from '../../src/config/index.ts';
import { ADMIN_TOKEN, configurationOf } from './fixture.ts';

const YAML = `
url: https://npm.acme.example
store: postgres://gate:s3cret-password@db.acme.example/sallyport?sslpassword=s3cret-key&application_name=gate
upstream: {url: "https://registry.acme.example/npm", credential: {env: REGISTRY_TOKEN}}
administrators: {tokens: [{env: SALLYPORT_ADMIN_TOKEN}]}
owners: {"@acme/*": [alice]}
`;

it('A2: the configuration in force is shown with every secret as where it comes from, and no password in an address', () => {
  const env = { SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN, REGISTRY_TOKEN: 'npm_s3cret-credential' };
  const shown = JSON.parse(JSON.stringify(shownConfiguration(configurationOf(YAML, env)))) as Record<string, unknown>;
  expect(shown).toMatchObject({
    url: 'https://npm.acme.example',
    store: {
      kind: 'postgres',
      url: 'postgres://gate:***@db.acme.example/sallyport?sslpassword=***&application_name=gate',
    },
    upstream: { url: 'https://registry.acme.example/npm', credential: { from: 'environment variable REGISTRY_TOKEN' } },
    administrators: { tokens: [{ from: 'environment variable SALLYPORT_ADMIN_TOKEN' }] },
    owners: { '@acme/*': ['alice'] },
    publish: { maxBytes: 268_435_456 },
  });
  expect(JSON.stringify(shown)).not.toMatch(/s3cret|administrator-0123/);
  expect(JSON.stringify(shown)).not.toContain(ADMIN_TOKEN);
});
