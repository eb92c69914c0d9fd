import { assert, constantFrom, dictionary, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { newNpmOtp } from '../../src/tokens/index.ts';
import { requestHeaders, responseHeaders } from '../../src/upstream/headers.ts';

const NEVER = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authorization',
  'proxy-connection',
  'proxy-authenticate',
  'x-forwarded-for',
  'x-forwarded-anything',
];

it('W3: whatever else is there, no header between neighbours passes, nor one that Connection names', () => {
  const name = constantFrom(...NEVER, 'accept', 'etag', 'npm-notice', 'x-mine');
  assert(
    property(dictionary(name, string()), (headers) => {
      for (const passed of [requestHeaders(headers, false), responseHeaders(headers)]) {
        for (const dropped of NEVER) expect(passed).not.toHaveProperty([dropped]);
        expect('accept' in passed).toBe('accept' in headers);
      }
    }),
  );
  expect(requestHeaders({ connection: 'close,  X-Mine', 'x-mine': '1', accept: '*/*' }, false)).toEqual({
    accept: '*/*',
  });
});

it('P1: an anonymous request leaves only the authorization behind', () => {
  const headers = { authorization: 'Bearer x', accept: '*/*' };
  expect(requestHeaders(headers, true)).toEqual({ accept: '*/*' });
  expect(requestHeaders(headers, false)).toEqual(headers);
});

it("W1: our npm-otp and the console's cookie stay here; a code for the registry itself goes on", () => {
  const ours = newNpmOtp();
  for (const otp of [ours, ` ${ours}`, `${ours}, 123456`])
    expect(requestHeaders({ 'npm-otp': otp, cookie: '__Host-sallyport=secret', accept: '*/*' }, false)).toEqual({
      accept: '*/*',
    });
  expect(requestHeaders({ 'npm-otp': '123456' }, false)).toEqual({ 'npm-otp': '123456' });
});
