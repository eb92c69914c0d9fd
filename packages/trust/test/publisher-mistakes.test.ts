import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claims } from '../src/claims.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { parsePublisher, publisherMistakes } from '../src/publisher/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';

const context = { providers: builtInProviders };
const ids = bitbucketFixture.configured as Readonly<Record<string, string>>;
const bitbucket = (claims: object, pasted?: Claims) =>
  publisherMistakes(
    { type: 'bitbucket', claims: { ...ids, ...claims } },
    pasted === undefined ? context : { ...context, pasted },
  );
const fieldsOf = (body: unknown) => publisherMistakes(body, context).map(({ field }) => field);

describe('a form that is not finished', () => {
  it('every mistake is told at once, each with its field, in the order of the form', () => {
    const body = {
      type: 'bitbucket',
      issuer: 'acme',
      claims: { workspaceUuid: 'acme', branchName: 'a b', colour: 'red' },
      permissions: [],
      note: 7,
      tokenLifetime: 1,
    };
    expect(fieldsOf(body)).toEqual([
      'issuer',
      'claims',
      'claims.workspaceUuid',
      'claims.repositoryUuid',
      'claims.branchName',
      'permissions',
      'note',
      'tokenLifetime',
    ]);
    expect(publisherMistakes(body, context).map(({ text }) => text)).toContain(
      'Workspace UUID is "acme", which must be a UUID (8-4-4-4-12 hexadecimal digits), with or without braces',
    );
    expect(fieldsOf({})).toEqual(['type']);
    expect(fieldsOf({ type: 'bitbucket' })).toEqual(['claims']);
  });

  it('saving refuses exactly what has a mistake, with the first of them', () => {
    const part = fc.oneof(fc.anything(), fc.constant(undefined));
    const body = fc.record({
      type: fc.constantFrom('bitbucket', 'github', 'none'),
      claims: fc.oneof(fc.constant(ids), fc.dictionary(fc.constantFrom(...Object.keys(ids), 'x'), part)),
      permissions: fc.oneof(fc.constant(['createPackage']), part),
      note: fc.oneof(fc.constant('why'), part),
      tokenLifetime: fc.oneof(fc.constant(60), part),
    });
    fc.assert(
      fc.property(body, (sent) => {
        const [first] = publisherMistakes(sent, context);
        const saved = parsePublisher(sent, context);
        expect(saved.ok ? undefined : saved.refusal).toEqual(first);
      }),
    );
  });
});

describe('a UUID in the wrong field', () => {
  const { workspaceUuid, repositoryUuid, deploymentEnvironmentUuid } = ids;

  it('the same one in two fields: refused on save too, naming both', () => {
    const body = { type: 'bitbucket', claims: { ...ids, repositoryUuid: ` ${workspaceUuid?.toUpperCase()}` } };
    const saved = parsePublisher(body, context);
    expect(saved).toMatchObject({ ok: false, refusal: { field: 'claims.repositoryUuid' } });
    expect(saved.ok ? '' : saved.refusal.message).toBe(
      `Invalid trusted publisher configuration: claims.repositoryUuid and claims.workspaceUuid are both "${workspaceUuid}", and no Repository UUID is a Workspace UUID: one of them stands in the wrong field`,
    );
    expect(bitbucket({ deploymentEnvironmentUuid: repositoryUuid })).toMatchObject([
      { field: 'claims.deploymentEnvironmentUuid' },
    ]);
  });

  it('swapped, where a payload was pasted: says under which name the payload has each', () => {
    const swapped = { workspaceUuid: repositoryUuid, repositoryUuid: workspaceUuid };
    expect(bitbucket(swapped)).toEqual([]);
    const mistakes = bitbucket(swapped, bitbucketFixture.claims);
    expect(mistakes.map(({ field }) => field)).toEqual(['claims.workspaceUuid', 'claims.repositoryUuid']);
    expect(mistakes[0]?.message).toContain(
      'which the pasted token has as "repositoryUuid": it stands in the wrong field',
    );
  });

  it("a step's or a pipeline's UUID of the pasted payload is no environment", () => {
    const stepUuid = `%7B${String(bitbucketFixture.claims['stepUuid']).slice(1, -1).toUpperCase()}%7D`;
    expect(bitbucket({ deploymentEnvironmentUuid: stepUuid }, bitbucketFixture.claims)).toMatchObject([
      { field: 'claims.deploymentEnvironmentUuid', message: expect.stringContaining('"stepUuid"') },
    ]);
  });

  it('what the payload has under that very name, or not at all, is no mistake', () => {
    expect(bitbucket({}, bitbucketFixture.claims)).toEqual([]);
    expect(bitbucket({ deploymentEnvironmentUuid }, {})).toEqual([]);
  });
});
