import { isObject } from '../../entries/index.ts';

/** What was pasted, as far as the page itself can tell. Nothing of it has been sent anywhere. */
export type Pasted =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | {
      /** A whole id_token; or claims without a signature. */
      readonly kind: 'token' | 'claims';
      readonly claims: Readonly<Record<string, unknown>>;
      /** What is sent, once the reader says so. */
      readonly text: string;
    };

/** The gate takes no longer tokens. Characters. */
const LONGEST_TOKEN = 16_384;
const LONGEST = 65_536;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Reads a token, or the JSON of its claims. White space around is taken off, as it is easily copied along. */
export function readPasted(text: string): Pasted {
  const given = text.trim().replace(/^bearer\s+/i, '');
  if (given === '') return { kind: 'nothing' };
  if (given.length > LONGEST) return unreadable('This is longer than any id_token.');
  if (given.startsWith('{')) return readClaims(given);
  if (/^(npm|spt)_/.test(given)) {
    return unreadable(
      'This is a token that publishes, not an id_token. Do not paste it anywhere; end it where it was made. An id_token has three parts with dots between.',
    );
  }
  if (!TOKEN.test(given)) {
    return unreadable(
      'This is neither an id_token (three parts with dots between) nor JSON. Paste the whole of it, without quotes.',
    );
  }
  if (given.length > LONGEST_TOKEN)
    return unreadable('This token is longer than 16 KiB, more than any CI system issues.');
  const claims = decode(given.split('.')[1] ?? '');
  return claims === undefined
    ? unreadable('This looks like an id_token, but its middle part cannot be read. Was it cut, or masked by the log?')
    : { kind: 'token', claims, text: given };
}

function readClaims(text: string): Pasted {
  try {
    const claims: unknown = JSON.parse(text);
    if (isObject(claims)) return { kind: 'claims', claims, text };
  } catch {
    // Said below.
  }
  return unreadable('This begins like JSON but is not whole. Copy it from the first { to the last }.');
}

/** The payload of a token: base64url of UTF-8 JSON. Its signature is not looked at. */
function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

const unreadable = (why: string): Pasted => ({ kind: 'unreadable', why });
