import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Static } from 'typebox';
import type { WebauthnResponse } from './schemas/people.ts';

type Body = Static<typeof WebauthnResponse>;

/** A browser's answer to `navigator.credentials.get`, with the fields that are verified and no others; undefined: it is none. */
export function assertionIn({ id, rawId, response }: Body): AuthenticationResponseJSON | undefined {
  const clientDataJSON = textIn(response, 'clientDataJSON');
  const authenticatorData = textIn(response, 'authenticatorData');
  const signature = textIn(response, 'signature');
  if (clientDataJSON === undefined || authenticatorData === undefined || signature === undefined) return undefined;
  return {
    id,
    rawId,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, authenticatorData, signature },
  };
}

/** A browser's answer to `navigator.credentials.create`. */
export function attestationIn({ id, rawId, response }: Body): RegistrationResponseJSON | undefined {
  const clientDataJSON = textIn(response, 'clientDataJSON');
  const attestationObject = textIn(response, 'attestationObject');
  if (clientDataJSON === undefined || attestationObject === undefined) return undefined;
  return {
    id,
    rawId,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject, transports: transportsIn(response) },
  };
}

/** As a browser names them: `usb`, `internal`, ... Kept, and shown to browsers again, so no longer than such names are. */
const MAX_TRANSPORTS = 8;

function transportsIn(response: object): string[] {
  const transports: unknown = Reflect.get(response, 'transports');
  if (!Array.isArray(transports)) return [];
  return transports
    .filter((name): name is string => typeof name === 'string' && /^[a-z-]{1,32}$/.test(name))
    .slice(0, MAX_TRANSPORTS);
}

function textIn(from: object, name: string): string | undefined {
  const value: unknown = Reflect.get(from, name);
  return typeof value === 'string' ? value : undefined;
}
