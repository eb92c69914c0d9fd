import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ADMIN_TOKEN, load, mistakesOf } from './fixture.ts';

/** What stands in the file, and exactly what its writer is told. */
const TABLE: readonly (readonly [yaml: string, ...mistakes: string[]])[] = [
  ['listen: 4873', 'sallyport.yaml:1:1 listen: found 4873; accepted: HOST:PORT such as 127.0.0.1:4873'],
  [
    'listen: 127.0.0.1:99999',
    'sallyport.yaml:1:1 listen: found "127.0.0.1:99999"; accepted: HOST:PORT with a port from 0 to 65535',
  ],
  [
    'data: ./x\nupstream:\n  timeout: 5',
    'sallyport.yaml:3:3 upstream.timeout: found 5; accepted: a duration such as 30s, 10m or 1h',
  ],
  ['upstream: {timeout: 0s}', 'sallyport.yaml:1:12 upstream.timeout: found "0s"; accepted: from 1s to 1h'],
  ['upstream:\n  timeot: 5s', 'sallyport.yaml:2:3 upstream.timeot: unknown key "timeot"; did you mean timeout?'],
  [
    'exchange: {colour: red}',
    'sallyport.yaml:1:12 exchange.colour: unknown key "colour"; accepted: maxTokenAge, leeway, strictAudience, rateLimit',
  ],
  [
    'upstream: {url: ftp://npm.acme.example}',
    'sallyport.yaml:1:12 upstream.url: "ftp://npm.acme.example" is not a URL of https or http; accepted: embedded, npmjs, or the https URL of a registry',
  ],
  [
    'upstream: {publishAs: stage}',
    'sallyport.yaml:1:12 upstream.publishAs: the embedded registry has no staging; accepted: publish',
  ],
  [
    'upstream: {url: "https://registry.example", kind: verdaccio, publishAs: stage}',
    'sallyport.yaml:1:62 upstream.publishAs: a registry of kind verdaccio has no staging; accepted: publish',
  ],
  [
    'upstream: {kind: generic}',
    'sallyport.yaml:1:12 upstream.kind: found "generic" for the embedded registry; accepted there: auto, or leave it out',
  ],
  [
    'upstream: {kind: nexus}',
    'sallyport.yaml:1:12 upstream.kind: found "nexus"; accepted: auto | verdaccio | npmjs | generic',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "http://gitlab.acme.example"}',
    'sallyport.yaml:2:24 issuers[0].issuer: "http://gitlab.acme.example" is http; accepted: https, or insecure: true for an issuer on this machine that you only try out',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "http://gitlab.acme.example", insecure: true}',
    'sallyport.yaml:2:24 issuers[0].issuer: "http://gitlab.acme.example" is http and not on this machine; accepted: https, or http on localhost, 127.0.0.1 or [::1] with insecure: true',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "http://127.0.0.1:9000", insecure: true, default: true}',
    'sallyport.yaml:2:73 issuers[0].default: an insecure issuer cannot be the default: publishers that name no issuer would trust it',
  ],
  [
    'issuers:\n  - {provider: gitlap, issuer: "https://gitlab.acme.example"}',
    'sallyport.yaml:2:6 issuers[0].provider: "gitlap" is not a provider; did you mean gitlab?',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "https://GitLab.acme.example"}',
    'sallyport.yaml:2:24 issuers[0].issuer: "https://GitLab.acme.example" is not how an issuer writes this address, and iss is compared exactly; did you mean "https://gitlab.acme.example/"?',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "https://g.example"}\n  - {provider: github, issuer: "https://g.example"}',
    'sallyport.yaml:3:24 issuers[1].issuer: "https://g.example" is listed twice; each issuer belongs to one provider',
  ],
  [
    'issuers:\n  - {provider: gitlab, issuer: "https://g.example", default: true}\n  - {provider: gitlab, issuer: "https://h.example", default: true}',
    'sallyport.yaml:3:53 issuers[1].default: a second default of gitlab; accepted: one default a provider',
  ],
  [
    'issuers: [{provider: gitlab, issuer: 7}, {provider: gitlap, issuer: "https://g.example"}]',
    'sallyport.yaml:1:30 issuers[0].issuer: found 7; accepted: the exact iss of its tokens, an https URL',
    'sallyport.yaml:1:43 issuers[1].provider: "gitlap" is not a provider; did you mean gitlab?',
  ],
  [
    'issuers: [{provider: gitlab}]',
    'sallyport.yaml:1:11 issuers[0]: issuer is missing; accepted: {provider: TYPE, issuer: URL}',
  ],
  [
    'providers: [7, {file: ""}, {file: a.yaml, type: b}]',
    'sallyport.yaml:1:13 providers[0]: found 7; accepted: a map that describes a provider, or {file: PATH}',
    'sallyport.yaml:1:16 providers[1]: a provider of a file is {file: PATH} and nothing else; accepted: the path of a YAML file',
    'sallyport.yaml:1:28 providers[2]: a provider of a file is {file: PATH} and nothing else; accepted: the path of a YAML file',
  ],
  [
    'providers: [{file: ./nowhere.yaml}]',
    'sallyport.yaml:1:14 providers[0].file: "./nowhere.yaml" cannot be read: there is no such file',
  ],
  [
    'issuers: [{provider: github, issuer: "https://gitlab.com"}]',
    'sallyport.yaml:1:30 issuers[0].issuer: "https://gitlab.com" is a public issuer of gitlab; accepted there: no other',
  ],
  [
    'workspaces: [Acme]',
    'sallyport.yaml:1:14 workspaces[0]: found "Acme"; accepted: a workspace slug: a-z, 0-9, _ and -',
  ],
  ['workspaces: [a, b, a]', 'sallyport.yaml:1:20 workspaces[2]: this entry is here twice'],
  [
    'disable: [githup]',
    'sallyport.yaml:1:11 disable[0]: "githup" is neither a provider nor the URL of an issuer; did you mean github?',
  ],
  ['owners: {"@acme/*": bob}', 'sallyport.yaml:1:10 owners["@acme/*"]: found "bob"; accepted: a list of people'],
  [
    'owners: {"@*/x": [bob]}',
    'sallyport.yaml:1:10 owners["@*/x"]: "@*/x" is no package name; accepted: a name, @scope/* or @scope/prefix-*',
  ],
  ['secondFactor: never', 'sallyport.yaml:1:1 secondFactor: found "never"; accepted: required | when-enrolled | off'],
  [
    'publish: {maxBytes: 5}',
    'sallyport.yaml:1:11 publish.maxBytes: found 5; accepted: a size such as 512KiB or 256MiB',
  ],
  ['publish: {tokenLifetime: 25h}', 'sallyport.yaml:1:11 publish.tokenLifetime: found "25h"; accepted: from 1s to 24h'],
  ['exchange: {leeway: 6m}', 'sallyport.yaml:1:12 exchange.leeway: found "6m"; accepted: from 0s to 5m'],
  [
    'exchange: {rateLimit: {perAddress: -1}}',
    'sallyport.yaml:1:24 exchange.rateLimit.perAddress: found -1; accepted: a whole number, 0 for none',
  ],
  [
    'trustProxy: true',
    'sallyport.yaml:1:1 trustProxy: found true; accepted: false, or a list of addresses such as [10.0.0.0/8]',
  ],
  [
    'trustProxy: [10.0.0.0/33]',
    'sallyport.yaml:1:14 trustProxy[0]: found "10.0.0.0/33"; accepted: an address or a network such as 10.0.0.0/8',
  ],
  [
    'url: https://npm.acme.example/npm',
    'sallyport.yaml:1:1 url: "https://npm.acme.example/npm" has a path: npm sends id_tokens to the root of a host; accepted: https://npm.acme.example',
  ],
  [
    'listen: 0.0.0.0:4873',
    'sallyport.yaml:1:1 url: missing, and 0.0.0.0:4873 is reachable from elsewhere: the audience of id_tokens is made from the public address. Set url (or SALLYPORT_URL) to the address that clients use, such as https://npm.acme.example',
  ],
  ['- a list', 'sallyport.yaml:1:1: found a list; accepted: a map of settings'],
  ['data: ./a\n\tx: 1', 'sallyport.yaml:2:1: this is not valid YAML: indentation is made of spaces, not of tabs'],
  ['data: ./a\ndata: ./b', 'sallyport.yaml:2:1: this is not valid YAML: this key is here twice'],
];

it.each(TABLE)('whoever writes %j learns the place, what was found and what is accepted', (yaml, ...mistakes) => {
  expect(mistakesOf(yaml)).toEqual(mistakes);
});

it('every mistake is reported at once, those of the schema and those of the meaning', () => {
  const yaml =
    'listen: 4873\nsecondFactor: never\nissuers: [7, {provider: nope, issuer: "http://x.example"}]\nexchange: {leeway: 6m}';
  const env = { SALLYPORT_PUBLISH__MAX_BYTES: 'much', SALLYPORT_WORKSPACES: '[A]' };
  expect(mistakesOf(yaml, env).map((mistake) => mistake.slice(0, mistake.indexOf(': ')))).toEqual(
    expect.arrayContaining([
      'sallyport.yaml:1:1 listen',
      'sallyport.yaml:2:1 secondFactor',
      'sallyport.yaml:3:11 issuers[0]',
      'sallyport.yaml:3:15 issuers[1].provider',
      'sallyport.yaml:3:31 issuers[1].issuer',
      'sallyport.yaml:4:12 exchange.leeway',
      'SALLYPORT_PUBLISH__MAX_BYTES',
      'SALLYPORT_WORKSPACES workspaces[0]',
    ]),
  );
});

it.each([
  ['a short token', { SALLYPORT_ADMIN_TOKEN: 'short-hunter2' }, 'holds 13 characters; accepted: 32 or more'],
  ['spaces', { SALLYPORT_ADMIN_TOKEN: `${ADMIN_TOKEN} hunter2` }, 'no bearer token may have'],
  ["a publish token's prefix", { SALLYPORT_ADMIN_TOKEN: `spt_hunter2${ADMIN_TOKEN}` }, 'begins with spt_'],
])("A2: an administrator's token with %s is refused and not shown", (_, env, message) => {
  const [mistake, ...others] = mistakesOf(undefined, env);
  expect(others).toEqual([]);
  expect(mistake).toContain(message);
  expect(mistake).not.toContain('hunter2');
});

it.each([
  'upstream: {credential: hunter2}',
  'upstream: {credential: {hunter2: x}}',
  'upstream: {credential: {token: hunter2}}',
  'upstream: {credential: [hunter2]}',
  'administrators: {tokens: [hunter2]}',
  'administrators: {tokens: hunter2}',
  'administrators: {tokens: [{hunter2}]}',
  'administrators: {tokens: [{env: A, hunter2: x}]}',
  'store: postgres:/user:hunter2@host/db',
  'store: mysql://user:hunter2@host/db',
  'store: "postgres://user:hunter2@[host/db"',
  'store: "postgres://user:a/hunter2@host:notaport/db@x:y"\nurl: 5',
  'url: "https://user:hunter2@npm.acme.example"',
  'upstream: {url: "https://user:hunter2@npm.acme.example"}',
  'upstream: {credential: "hunter2',
  'upstream: {credential: *hunter2 }',
])('A2: a secret that stands where it must not (%s) is in no message', (yaml) => {
  const mistakes = mistakesOf(yaml);
  expect(mistakes.length).toBeGreaterThan(0);
  expect(mistakes.join('\n')).not.toContain('hunter2');
});

it('a file that --config names and that is not there is a mistake, not a gate with defaults', async () => {
  const { loadConfiguration } = await import('../../src/config/index.ts');
  expect(loadConfiguration({ file: 'nowhere.yaml', env: {}, cwd: '/' })).toEqual({
    mistakes: [{ place: 'nowhere.yaml', message: 'this configuration file cannot be read: there is no such file' }],
  });
});

it('whatever the file holds, loading it never throws', () => {
  const key = fc.constantFrom(
    'url',
    'listen',
    'upstream',
    'issuers',
    'owners',
    'store',
    '__proto__',
    'constructor',
    'a\nb',
  );
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 0, '', 'embedded', 'npmjs', '127.0.0.1:0', 'https://x.example', '30s'),
      fc.string(),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(key, fc.constantFrom('credential', 'tokens', 'administrators', 'provider', 'issuer')),
        tie('node'),
      ),
    ),
  })).node;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        tree.map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const loaded = load(text);
        expect('mistakes' in loaded ? loaded.mistakes.length : 1).toBeGreaterThan(0);
      },
    ),
    { numRuns: 300 },
  );
});

it.each([
  '['.repeat(20_000),
  `a: &a [x]\n${'b: *a\n'.repeat(3)}`,
  `${'- '.repeat(10_000)}x`,
  'a: *a',
  '%YAML 9',
  '? [a]\n: 1',
])('YAML that its reader cannot digest is a mistake of the file (%#)', (yaml) => {
  expect(mistakesOf(yaml).length).toBeGreaterThan(0);
});
