import { createHash } from 'node:crypto';
import { joseCheck } from '@sallyport/trust';
import { CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { nodeSha256, nodeSignatureCheck } from '../src/node-crypto.ts';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

async function signed(algorithm: string) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const token = await new CompactSign(new TextEncoder().encode('{"iss":"x"}'))
    .setProtectedHeader({ alg: algorithm })
    .sign(privateKey);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const key = await importJWK(await exportJWK(publicKey), algorithm);
  if (key instanceof Uint8Array) throw new Error('not a public key');
  return { key, input: `${header}.${payload}`, signature };
}

describe("V4: the gate's own check of a signature says what jose says", () => {
  it.each(ALGORITHMS)('%s', async (algorithm) => {
    const { key, input, signature } = await signed(algorithm);
    const others = [
      [algorithm, input, signature],
      [algorithm, `${input}x`, signature],
      [algorithm, input, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
      [algorithm, input, ''],
      [algorithm, input, signature.slice(0, -4)],
    ] as const;
    for (const [used, text, made] of others) {
      expect(await nodeSignatureCheck(used, key, text, made)).toBe(await joseCheck(used, key, text, made));
    }
    expect(await nodeSignatureCheck(algorithm, key, input, signature)).toBe(true);
  });

  it('a signature of another algorithm with the same key is none', async () => {
    const { key, input, signature } = await signed('RS256');
    for (const other of ALGORITHMS.slice(1)) expect(await nodeSignatureCheck(other, key, input, signature)).toBe(false);
  });

  it.each(['none', 'HS256', 'ES256', 'toString'])('%s is a fault: nobody asks for it', async (algorithm) => {
    const { key, input, signature } = await signed('RS256');
    expect(() => nodeSignatureCheck(algorithm, key, input, signature)).toThrow(/no check of/);
  });
});

it('G: a token id is the SHA-256 of its text in UTF-8', () => {
  expect(nodeSha256('https://x\nä.b')).toBe(createHash('sha256').update('https://x\nä.b').digest('hex'));
});
