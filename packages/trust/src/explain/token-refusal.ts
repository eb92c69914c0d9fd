import { MAX_ID_TOKEN_BYTES } from '../limits.ts';
import type { TokenRefusal } from '../verify/model.ts';
import { oneLine, quote, quoteIssuer, stop } from './quote.ts';

/** Why a token is not an identity, in one line: what happened, why, what to change. `audience` is the one that this gate demands (V6). */
export function tokenRefusalSentence(refusal: TokenRefusal, audience: string): string {
  return oneLine(SENTENCES[refusal.reason](refusal, refusal.provider?.fixedAudience ?? audience));
}

const SENTENCES: Readonly<Record<TokenRefusal['reason'], (refusal: TokenRefusal, audience: string) => string>> = {
  'token-missing': () => 'No id_token was sent. Send the id_token of the CI step as a bearer token.',
  'token-too-large': () =>
    `The id_token is larger than ${MAX_ID_TOKEN_BYTES} bytes, more than any CI system issues. Send it as the CI system gave it.`,
  'token-malformed': () =>
    'What was sent is not an id_token: not three base64url parts, or not JSON inside. Send the token of the CI step whole, without quotes or line breaks.',
  'issuer-unknown': ({ got, issuer }) =>
    `This registry does not know the issuer${named(got ?? issuer)} of the id_token. Publish from a CI system that it knows, or ask its operator to add the issuer to the configuration.`,
  'issuer-disabled': (refusal) =>
    `This registry does not take tokens of ${title(refusal)} now: its operator switched the provider or issuer off. Ask the operator, or publish in another way.`,
  'workspace-not-accepted': ({ got, issuer }) =>
    `This registry takes tokens only of the workspaces that its operator listed, and ${valueOr(got ?? issuer, 'this one')} is not among them. Ask the operator to add it to \`workspaces\`.`,
  'issuer-unreachable': (refusal) =>
    `The keys of the issuer${named(refusal.issuer)} could not be read, so the id_token cannot be verified.${unanswered(refusal)}${later(refusal) || ' Try again in a minute.'}`,
  'issuer-misconfigured': (refusal) =>
    `The issuer${named(refusal.issuer)} answered, but not with usable keys, so the id_token cannot be verified.${unanswered(refusal)} Ask the operator of this registry to look at the issuer.`,
  'header-refused': ({ claim }) =>
    `The header of the id_token ${claim === 'kid' ? 'does not name its key (kid)' : `has ${valueOr(claim, 'a member')}, which is never accepted`}. Send the token as the CI system gave it.`,
  'algorithm-refused': (refusal) =>
    `The id_token is signed with ${valueOr(refusal.got, 'an algorithm')} that is not accepted; ${title(refusal)} signs with ${(refusal.provider?.algorithms ?? ['RS256']).join(' or ')}. Send the token as the CI system gave it.`,
  'key-unknown': (refusal) =>
    `The id_token is signed with a key that its issuer does not publish. Ask the CI system for a new token.${later(refusal)}`,
  'key-unfit': () =>
    'The id_token is signed with a key that is too weak or not meant for signing. The operator of the issuer must replace that key.',
  'signature-invalid': () =>
    'The signature of the id_token does not fit its content. Send the token whole, as the CI system gave it.',
  'claim-missing': (refusal) =>
    `The id_token has no claim ${valueOr(refusal.claim, 'that is needed')}, or it is empty; every token of ${title(refusal)} must have it. Ask the CI system for a new id_token, of the kind meant for registries.`,
  'claim-malformed': ({ claim, expected }) =>
    `The claim ${valueOr(claim, 'in question')} of the id_token is not of the kind that it must be${expected === undefined ? '' : ` (${expected})`}. Send the token as the CI system gave it.`,
  'issuer-claim-mismatch': ({ claim, got }) =>
    `The claim ${valueOr(claim, 'in question')} of the id_token${got === undefined ? '' : ` is ${quote(got)} and`} does not belong to the issuer of the token. Send the token as the CI system gave it.`,
  'token-expired': () =>
    'The id_token has expired. Ask for it right before publishing, in the step that publishes, or run that step again.',
  'token-not-yet-valid': () =>
    'The id_token is not valid yet. Its clock and the one of this registry differ: try again in a minute, then ask the operator to check the clock.',
  'token-too-old': () =>
    'The id_token was issued too long ago for this registry. Ask for it right before publishing, in the step that publishes, or run that step again.',
  'token-lifetime-too-long': () =>
    'The id_token is valid for longer than this registry accepts. Shorten the time limit of the job, or ask for a token with a shorter life.',
  'audience-missing': (refusal, audience) =>
    `The id_token is not meant for this registry: its audience must be "${audience}"${refusal.got === undefined ? '' : `, not ${quote(refusal.got)}`}. ${add(refusal, audience)}`,
  'audience-workspace': (refusal, audience) =>
    `The id_token carries only the audience of the workspace, and every service that trusts the workspace takes such a token. It must be made for "${audience}". ${add(refusal, audience)}`,
  'audience-other': (refusal, audience) =>
    `The id_token is also meant for ${valueOr(refusal.got, 'another service')}, which could use it here. It must be made for "${audience}" alone. ${add(refusal, audience)}`,
  'event-refused': (refusal) =>
    `This token of ${title(refusal)} cannot publish: ${stop(refusal.why ?? 'its run is of a kind that never may')}`,
};

const title = ({ provider }: TokenRefusal): string => provider?.title ?? 'this issuer';
const named = (issuer: unknown): string => (issuer === undefined ? '' : ` ${quoteIssuer(issuer)}`);
const valueOr = (value: unknown, otherwise: string): string => (value === undefined ? otherwise : quote(value));

function unanswered({ provider }: TokenRefusal): string {
  return provider?.issuer.unanswered === undefined ? '' : ` ${stop(provider.issuer.unanswered)}`;
}

function later({ retryAfter }: TokenRefusal): string {
  return retryAfter === undefined ? '' : ` Try again in ${retryAfter} seconds.`;
}

function add({ provider }: TokenRefusal, audience: string): string {
  return provider === undefined
    ? 'Ask the CI system for a token with that audience.'
    : `Add to the step: ${provider.audienceYaml(audience)}`;
}
