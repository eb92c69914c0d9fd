import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfiguration, publishedSchema, reload, shownConfiguration } from '../../src/config/index.ts';
import { line } from './fixture.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../../examples/${name}.yaml`, import.meta.url), 'utf8');
const FORGEJO = example('forgejo');

/** Loads etc/sallyport.yaml with these files beside it. */
function load(yaml: string, files: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'sallyport-providers-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  mkdirSync(join(cwd, 'etc'));
  for (const [name, text] of Object.entries({ 'sallyport.yaml': yaml, ...files })) {
    writeFileSync(join(cwd, 'etc', name), text);
  }
  return loadConfiguration({ file: 'etc/sallyport.yaml', env, cwd });
}
function inForce(yaml: string, files: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) {
  const loaded = load(yaml, files, env);
  if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded;
}
const mistakes = (yaml: string, files: Record<string, string> = {}) => {
  const loaded = load(yaml, files);
  return 'mistakes' in loaded ? loaded.mistakes.map(line) : [];
};
const types = ({ configuration }: ReturnType<typeof inForce>) =>
  configuration.providers.map(({ provider }) => provider.type);

describe('providers that the configuration declares', () => {
  it("a file's path starts from the configuration's folder, wherever the gate was started", () => {
    expect(types(inForce('providers: [{file: ./forgejo.yaml}]', { 'forgejo.yaml': FORGEJO }))).toEqual(['forgejo']);
  });

  it('in place, or from the environment', () => {
    const indented = FORGEJO.replace(/^/gm, '    ');
    expect(types(inForce(`providers:\n  -\n${indented}\n`))).toEqual(['forgejo']);
    const cwd = mkdtempSync(join(tmpdir(), 'sallyport-providers-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'f.yaml'), FORGEJO);
    const loaded = loadConfiguration({ cwd, env: { SALLYPORT_PROVIDERS: '[{file: f.yaml}]' } });
    expect('configuration' in loaded && types(loaded)).toEqual(['forgejo']);
  });

  it('`issuers` and `disable` may name a declared type', () => {
    const { configuration } = inForce(
      'providers: [{file: forgejo.yaml}]\nissuers: [{provider: forgejo, issuer: "https://git.acme.example/api/actions"}]\ndisable: [forgejo]',
      { 'forgejo.yaml': FORGEJO },
    );
    expect(configuration.issuers).toMatchObject([{ provider: 'forgejo' }]);
    expect(configuration.disable).toEqual(['forgejo']);
  });

  it('a mistake has its place in the file where it stands, not in the one that names it', () => {
    const broken = FORGEJO.replace('maxTokenAge: 10m', 'maxTokenAge: soon').replace('shape: ref\n', 'shape: reff\n');
    expect(mistakes('providers: [{file: ./forgejo.yaml}]', { 'forgejo.yaml': broken })).toEqual([
      expect.stringMatching(/^\.\/forgejo\.yaml:8:1 maxTokenAge: found "soon"; accepted: a duration/),
      expect.stringMatching(/^\.\/forgejo\.yaml:\d+:5 fields\[2\]\.shape: found "reff"; accepted: text \|/),
    ]);
    expect(mistakes('providers: [{type: x}]')[0]).toMatch(
      /^etc\/sallyport\.yaml:1:13 providers\[0\]: title is missing/,
    );
    expect(mistakes('providers: [{file: a.yaml}]', { 'a.yaml': 'a: [' })).toEqual([
      expect.stringMatching(/^a\.yaml:1:\d+: this is not valid YAML/),
    ]);
    expect(mistakes('providers: [{file: a.yaml}]', { 'a.yaml': `# ${'x'.repeat(1024 * 1024)}` })).toEqual([
      expect.stringMatching(/providers\[0\]\.file: "a\.yaml" cannot be read: it is larger than/),
    ]);
  });

  it('V2: neither the type nor an issuer of another provider can be declared: its tokens would be read as that one', () => {
    const as = (type: string, issuer: string) =>
      mistakes('providers: [{file: a.yaml}]', {
        'a.yaml': FORGEJO.replace('type: forgejo', `type: ${type}`).replace('https://codeberg.org/api/actions', issuer),
      });
    expect(as('github', 'https://codeberg.org/api/actions')).toEqual([
      expect.stringMatching(/^a\.yaml:4:1 type: github is the type of another provider; `replaces: github`/),
    ]);
    for (const issuer of [
      'https://gitlab.com',
      'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
    ]) {
      expect(as('ours', issuer)).toEqual([expect.stringMatching(/^a\.yaml:6:1 issuer: its tokens could not be told/)]);
    }
    expect(mistakes('providers: [{file: a.yaml}, {file: b.yaml}]', { 'a.yaml': FORGEJO, 'b.yaml': FORGEJO })).toEqual([
      expect.stringMatching(/^b\.yaml:4:1 type: forgejo is the type of another provider$/),
    ]);
    expect(
      mistakes(
        'providers: [{file: a.yaml}]\nissuers: [{provider: gitlab, issuer: "https://codeberg.org/api/actions"}]',
        {
          'a.yaml': FORGEJO,
        },
      ),
    ).toEqual([expect.stringContaining('is a public issuer of forgejo')]);
  });

  it('one that would match its whole issuer keeps the gate from starting, and it says what is missing', () => {
    const without = (what: string) =>
      mistakes('providers: [{file: a.yaml}]', {
        'a.yaml': FORGEJO.replace('identifies: [tenant, repository]', `identifies: [${what}]`),
      });
    expect(without('repository')).toEqual([
      expect.stringMatching(/^a\.yaml:9:1 fields: .* every tenant of the issuer/),
    ]);
    expect(without('tenant')).toEqual([expect.stringMatching(/^a\.yaml:9:1 fields: .* every repository of a tenant/)]);
    expect(mistakes('providers: [{file: a.yaml}]', { 'a.yaml': FORGEJO.replace('maxTokenAge: 10m\n', '') })).toEqual([
      expect.stringMatching(/^a\.yaml:1:1: maxTokenAge is missing/),
    ]);
  });

  it('V6: a provider with a fixed audience is there and off, with a warning that says the risk; accepted, it is on', () => {
    const azure = example('azure-devops');
    const { configuration, warnings } = inForce('providers: [{file: a.yaml}]', { 'a.yaml': azure });
    expect(configuration.disable).toEqual(['azure-devops']);
    expect(warnings.map(line)).toContainEqual(
      expect.stringMatching(/^a\.yaml:\d+:1 audience: azure-devops is off: .* could show one here and publish/),
    );
    const accepted = azure.replace(/Exchange" ?}/, 'Exchange", acceptReplayRisk: true }');
    expect(inForce('providers: [{file: a.yaml}]', { 'a.yaml': accepted }).configuration.disable).toEqual([]);
  });

  it('SIGHUP takes it over and says so, also where only a sentence of it changed', () => {
    const before = inForce('providers: [{file: a.yaml}]', { 'a.yaml': FORGEJO }).configuration;
    const next = inForce('providers: [{file: a.yaml}]', { 'a.yaml': FORGEJO.replace('Forgejo Actions', 'Our Forge') });
    const same = { ...next.configuration, data: before.data, providers: [] };
    expect(reload(before, same)).toMatchObject({ changed: ['providers'], restart: [] });
    expect(reload(before, next.configuration).changed).toContain('providers');
  });

  it('administrators see what is declared and where; editors know its keys', () => {
    const { configuration } = inForce('providers: [{file: a.yaml}]', { 'a.yaml': FORGEJO });
    const shown = shownConfiguration(configuration);
    expect(shown['providers']).toMatchObject([
      { from: expect.stringMatching(/^file .*a\.yaml$/), declaration: { type: 'forgejo', maxTokenAge: '10m' } },
    ]);
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
    expect(publishedSchema()).toMatchObject({
      properties: {
        providers: { items: { anyOf: [{ required: ['file'] }, { properties: { maxTokenAge: {} } }] } },
      },
    });
  });
});
