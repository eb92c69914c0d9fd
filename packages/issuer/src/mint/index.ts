import type { KeyRing } from '../keys/key-ring.ts';
import { type MintContext, payloadOf } from './payload.ts';
import type { MintRequest } from './request.ts';
import { sign } from './sign.ts';

export type { MintContext } from './payload.ts';
export type { MintRequest } from './request.ts';

/** A really signed token of the provider's shape. Throws a TypeError where the header cannot be signed. */
export const mintToken = (
  context: MintContext,
  keys: Pick<KeyRing, 'signing'>,
  request: MintRequest,
): Promise<string> => sign(payloadOf(context, request), request.key ?? keys.signing(), request.header);
