import { type CredentialParts, credentialInUrl } from '../credentials/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { DecodedPath } from './path.ts';

/**
 * Why a request goes nowhere whose URL holds a secret of ours: it would reach the upstream (P1, W1), or, where a package's name stands,
 * the log and the audit (A2). Undefined: it holds none.
 */
export function secretInUrl(path: DecodedPath, parts: CredentialParts): Refusal | undefined {
  const found = credentialInUrl(path, parts);
  if (found === undefined) return undefined;
  return found.kind === 'publish-token' ? PUBLISH_TOKEN : OTHER;
}

const PUBLISH_TOKEN = refusal(
  'publish-token-other-request',
  'The address of this request holds a publish token. It can publish its package once, read its packument and answer whoami; nothing else.',
);
const OTHER = refusal(
  'credential-not-forwarded',
  "The address of this request holds an id_token or an administrator's token. Neither is ever sent to the upstream registry.",
);
