import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, escapeName, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { type RecordedStage, reconfigure, startRecordedStage, without } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

let count = 0;
const newName = () => `@acme/refused-${++count}`;

/** A package with a trusted publisher and a live publish token for it. */
async function prepared(name = newName()) {
  const publisher = await addPublisher(stage.gate, name, stage.bitbucket);
  const idToken = await stage.bitbucket.mint({ audience: stage.audience });
  return { name, publisher, idToken, token: await exchanged(stage.gate, name, idToken) };
}

/** Runs a request that must be refused before the registry behind the gate hears of it. */
async function unheard(run: () => Promise<Answer>): Promise<Answer> {
  const before = stage.upstream.seen.length;
  const answer = await run();
  expect(stage.upstream.seen.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  return answer;
}

const change = (name: string, id: string, method: string, body?: object) =>
  request(`${stage.gate.url}/-/package/${escapeName(name)}/trust/${id}`, {
    method,
    headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });

describe('a publish token that may not (any more) publish this', () => {
  it('P1: the token of one package publishes no other', async () => {
    const { token, name } = await prepared();
    const other = await prepared();
    const { text } = await publishDocument(other.name, '1.0.0');
    const answer = await unheard(() => put(stage.gate, other.name, token, text));
    expectRefusal(answer, 403, 'publish-token-other-package');
    expect(messageOf(answer)).toContain(name);
  });

  it('G1: a second version on a spent grant is refused by the name of the first; the first repeated still succeeds', async () => {
    const { token, name } = await prepared();
    const first = await publishDocument(name, '1.0.0');
    expect((await put(stage.gate, name, token, first.text)).status).toBe(201);
    const second = await publishDocument(name, '1.0.1');
    const answer = await unheard(() => put(stage.gate, name, token, second.text));
    expectRefusal(answer, 403, 'grant-spent');
    expect(messageOf(answer)).toContain(`${name}@1.0.0`);
    const repeated = await unheard(() => put(stage.gate, name, token, first.text));
    expect(repeated.status).toBe(201);
    expect(stage.upstream.versions(name)).toEqual(['1.0.0']);
  });

  it('G1: the same version with other bytes on a spent grant is no repeat', async () => {
    const { token, name } = await prepared();
    await put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    const other = await publishDocument(name, '1.0.0', { files: { 'index.js': 'module.exports = "evil";' } });
    expectRefusal(await unheard(() => put(stage.gate, name, token, other.text)), 403, 'grant-spent');
  });

  it('G3: removing the publisher ends its tokens at once', async () => {
    const { token, name, publisher } = await prepared();
    expect((await change(name, publisher, 'DELETE')).status).toBe(204);
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
  });

  it('G3: an edited publisher ends its tokens, also when the edit changes nothing that matters to them', async () => {
    const { token, name, publisher } = await prepared();
    expect((await change(name, publisher, 'PATCH', { note: 'looked at again' })).status).toBe(200);
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
  });

  it('G3: a paused publisher ends its tokens and mints none; resumed it mints new ones', async () => {
    const { token, name, publisher, idToken } = await prepared();
    expect((await change(name, publisher, 'PATCH', { paused: true })).json).toMatchObject({ paused: true });
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
    expectRefusal(await exchange(stage.gate, name, idToken), 403, 'no-match');
    await change(name, publisher, 'PATCH', { paused: false });
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
    const fresh = await exchanged(stage.gate, name, idToken);
    expect((await put(stage.gate, name, fresh, text)).status).toBe(201);
  });

  it.each(['provider', 'issuer'])('G3: switching its %s off ends its tokens and refuses exchanges', async (what) => {
    const { token, name, idToken } = await prepared();
    const { text } = await publishDocument(name, '1.0.0');
    const off = what === 'provider' ? 'bitbucket' : stage.bitbucket.url;
    await reconfigure(stage.gate, (configuration) => ({ ...configuration, disable: [off] }));
    try {
      expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
      expectRefusal(await exchange(stage.gate, name, idToken), 403, 'issuer-disabled');
    } finally {
      await reconfigure(stage.gate, (configuration) => without(configuration, 'disable'));
    }
  });

  it('G3: an issuer that is no longer configured ends its tokens', async () => {
    const { token, name } = await prepared();
    const { text } = await publishDocument(name, '1.0.0');
    let issuers: unknown;
    await reconfigure(stage.gate, (configuration) => {
      issuers = configuration['issuers'];
      return {
        ...configuration,
        issuers: (issuers as { issuer: string }[]).filter(({ issuer }) => issuer !== stage.bitbucket.url),
      };
    });
    try {
      expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-ended');
    } finally {
      await reconfigure(stage.gate, (configuration) => ({ ...configuration, issuers }));
    }
  });

  it('G4: a token is dead after its life time', async () => {
    await reconfigure(stage.gate, (configuration) => ({ ...configuration, publish: { tokenLifetime: '1s' } }));
    try {
      const { token, name } = await prepared();
      const { text } = await publishDocument(name, '1.0.0');
      await pause(1_100);
      expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-expired');
      const headers = { authorization: `Bearer ${token}` };
      expectRefusal(await request(`${stage.gate.url}/${escapeName(name)}`, { headers }), 403, 'publish-token-expired');
      expectRefusal(await request(`${stage.gate.url}/-/whoami`, { headers }), 403, 'publish-token-expired');
    } finally {
      await reconfigure(stage.gate, (configuration) => without(configuration, 'publish'));
    }
  });

  it('G4: a token lives for tokenLifetime, but never beyond the end of its id_token and the leeway', async () => {
    const name = newName();
    await addPublisher(stage.gate, name, stage.bitbucket);
    const now = Math.floor(Date.now() / 1000);
    const expiry = async (expiresAt: number) => {
      const answer = await exchange(
        stage.gate,
        name,
        await stage.bitbucket.mint({ audience: stage.audience, expiresAt }),
      );
      return answer.json as { created: string; expires: string };
    };
    const short = await expiry(now + 30);
    expect(Date.parse(short.expires)).toBe((now + 30 + 60) * 1000);
    const long = await expiry(now + 3000);
    expect(Date.parse(long.expires) - Date.parse(long.created)).toBe(10 * 60_000);
  });

  it('a publisher that may only stage publishes nothing', async () => {
    const name = newName();
    await addPublisher(stage.gate, name, stage.bitbucket, { permissions: ['createStagedPackage'] });
    const token = await exchanged(stage.gate, name, await stage.bitbucket.mint({ audience: stage.audience }));
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-permission-missing');
  });
});

describe('what is no publish token', () => {
  it('a look-alike with a wrong checksum, and one that was never issued', async () => {
    const { token, name } = await prepared();
    const { text } = await publishDocument(name, '1.0.0');
    const last = token.endsWith('0') ? '1' : '0';
    for (const lookAlike of [token.slice(0, -1) + last, token.slice(0, -1), `${token}0`, 'spt_', 'spt_x']) {
      expectRefusal(await unheard(() => put(stage.gate, name, lookAlike, text)), 403, 'publish-token-malformed');
    }
    // 43 zeros and their checksum.
    const { crc32 } = await import('node:zlib');
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    let rest = crc32('0'.repeat(43));
    let check = '';
    for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) check = alphabet.charAt(rest % 62) + check;
    const never = `spt_${'0'.repeat(43)}${check}`;
    expectRefusal(await unheard(() => put(stage.gate, name, never, text)), 403, 'publish-token-unknown');
  });

  it('a replaced token is unknown: exchanging again before a publish replaces it (G1)', async () => {
    const { token, name, idToken } = await prepared();
    const fresh = await exchanged(stage.gate, name, idToken);
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await unheard(() => put(stage.gate, name, token, text)), 403, 'publish-token-unknown');
    expect((await put(stage.gate, name, fresh, text)).status).toBe(201);
  });

  it('W1: the id_token itself, however it is spelled and wherever it stands', async () => {
    const { name, idToken } = await prepared();
    const { text } = await publishDocument(name, '1.0.0');
    const [header = '', payload = '', signature = ''] = idToken.split('.');
    const spellings = {
      'as it is': idToken,
      padded: `${header}==.${payload}==.${signature}==`,
      'with white space': `${header}. ${payload} .${signature}`,
      'with another last character': `${header}.${otherLastCharacter(payload)}.${signature}`,
      'with a signature cut off': `${header}.${payload}.`,
      'with a fourth part': `${idToken}.x`,
      quoted: `"${idToken}"`,
    };
    for (const [how, spelled] of Object.entries(spellings)) {
      const basic = Buffer.from(`publisher:${spelled}`).toString('base64');
      for (const authorization of [
        `Bearer ${spelled}`,
        `bearer  ${spelled}`,
        `Basic ${basic}`,
        spelled,
        `Token ${spelled}`,
      ]) {
        const answer = await unheard(() =>
          request(`${stage.gate.url}/${escapeName(name)}`, {
            method: 'PUT',
            headers: { authorization, 'content-type': 'application/json' },
            body: text,
          }),
        );
        expect(answer.json, `${how} as ${authorization.slice(0, 10)}`).toMatchObject({
          code: 'credential-not-forwarded',
        });
        expect(answer.status).toBe(403);
      }
    }
  });

  it('V1: the id_token in another spelling is no id_token at the exchange either', async () => {
    const { name, idToken } = await prepared();
    const [header = '', payload = '', signature = ''] = idToken.split('.');
    for (const spelled of [
      `${header}==.${payload}.${signature}`,
      `${header}.${payload}.${signature}==`,
      `${header}. ${payload}.${signature}`,
      `${header}.${payload}.${otherLastCharacter(signature)}`,
      `${idToken}.`,
      `"${idToken}"`,
    ]) {
      expectRefusal(await unheard(() => exchange(stage.gate, name, spelled)), 400, 'token-malformed');
    }
  });

  it("T1: an administrator's token configures, and publishes nothing", async () => {
    const { name } = await prepared();
    const { text } = await publishDocument(name, '1.0.0');
    const basic = `Basic ${Buffer.from(`admin:${stage.gate.administratorToken}`).toString('base64')}`;
    for (const authorization of [`Bearer ${stage.gate.administratorToken}`, basic, stage.gate.administratorToken]) {
      const answer = await unheard(() =>
        request(`${stage.gate.url}/${escapeName(name)}`, { method: 'PUT', headers: { authorization }, body: text }),
      );
      expectRefusal(answer, 403, 'credential-not-forwarded');
    }
  });
});

/** The same bytes to a lenient decoder: the unused bits of the last character changed (V1). */
function otherLastCharacter(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(part.slice(-1));
  const unused = part.length % 4 === 2 ? 16 : part.length % 4 === 3 ? 4 : 1;
  return unused === 1
    ? `${part}A`
    : part.slice(0, -1) + alphabet.charAt((last & ~(unused - 1)) | ((last + 1) % unused));
}
