import { builtInProviders } from '@sallyport/trust';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPaste } from '../../packages/console/src/pages/publisher-form/read-paste.ts';
import { providers } from '../support/console-fixtures/trust.ts';

const read = (text: string) => readPaste(text, providers);
const token = (payload: string) => `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(payload).toString('base64url')}.c2lnbmF0dXJl`;
const CLAIMS = { workspaceUuid: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}', branchName: 'main' };
const IDENTITY = { provider: 'bitbucket', issuer: 'https://issuer.example', claims: CLAIMS };
const DECISION = { outcome: 'refused', reason: 'no-match', message: 'no', identity: IDENTITY, candidates: [] };

describe('what people paste into the publisher form', () => {
  it('a token gives its payload and nothing of its signature, alone or with words around it', () => {
    for (const text of [token(JSON.stringify(CLAIMS)), `export NPM_ID_TOKEN="${token(JSON.stringify(CLAIMS))}"\n`]) {
      expect(read(text)).toEqual({ kind: 'claims', claims: CLAIMS, from: 'the token' });
    }
  });

  it('claims in any alphabet survive the decoding', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' })), (claims) => {
        const given = JSON.parse(JSON.stringify(claims)) as object;
        expect(read(token(JSON.stringify(given)))).toEqual({ kind: 'claims', claims: given, from: 'the token' });
      }),
    );
  });

  it.each([
    ['a decision', DECISION],
    ['an error body with one', { error: 'no', message: 'no', code: 'no-match', requestId: '1', decision: DECISION }],
    ['an audit entry', { id: 1, kind: 'exchange', actor: {}, decision: DECISION }],
    ['a publisher', { type: 'bitbucket', issuer: 'https://issuer.example', claims: CLAIMS }],
  ])('%s gives the claims of its run, with the issuer', (_, value) => {
    expect(read(JSON.stringify(value, null, 2))).toMatchObject({
      kind: 'claims',
      claims: { iss: 'https://issuer.example', ...CLAIMS },
    });
  });

  it('an audit entry also says which package it is about', () => {
    expect(read(JSON.stringify({ package: '@acme/hello', decision: DECISION }))).toMatchObject({
      package: '@acme/hello',
    });
  });

  it('a decision without an identity fills nothing: its token was not verified', () => {
    expect(read(JSON.stringify({ decision: { ...DECISION, identity: undefined } }))).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining('not verified'),
    });
  });

  it('the address that a refusal gives', () => {
    const address = new URL('https://npm.acme.example/-/sallyport/publishers/new');
    address.search = String(
      new URLSearchParams({
        package: '@acme/hello',
        type: 'bitbucket',
        issuer: 'https://issuer.example',
        claims: JSON.stringify(CLAIMS),
      }),
    );
    expect(read(`Set this up: ${address.href}`)).toEqual({
      kind: 'claims',
      claims: { iss: 'https://issuer.example', ...CLAIMS },
      package: '@acme/hello',
      from: 'the address',
    });
  });

  it.each([
    ['key: value lines', 'workspaceUuid: {6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}\nbranchName: main'],
    [
      'lines of a log',
      '  "workspaceUuid": "{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}",\n  "branchName": "main"\n  "other": "x"',
    ],
    ['flags of the command', '--workspace-uuid {6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90} \\\n--branch-name=main'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ kind: 'claims', claims: CLAIMS, from: 'these lines' });
  });

  it('every flag and claim of every provider is understood', () => {
    for (const { fields } of builtInProviders) {
      for (const { claim, flag } of fields) {
        expect(read(`${claim}: value`), claim).toMatchObject({ claims: { [claim]: 'value' } });
        expect(read(`--${flag} value`).kind, flag).toBe('claims');
      }
    }
  });

  it('what is none of these says what to paste instead, and nothing ever throws', () => {
    for (const text of [
      'hello',
      '{"a":',
      '[1]',
      'eyJhbGciOiJSUzI1NiJ9.!!.x',
      `eyJhbGciOiJSUzI1NiJ9.${'A'.repeat(9)}.x`,
      'x'.repeat(70_000),
    ]) {
      expect(read(text), text.slice(0, 40)).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(/\.$/) });
    }
    fc.assert(fc.property(fc.string(), (text) => void read(text)));
  });
});
