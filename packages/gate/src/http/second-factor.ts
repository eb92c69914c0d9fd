import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../authority/index.ts';
import type { Demand, Shown } from '../confirmations/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import { answerOf, notice, sendRefusal } from './answers.ts';
import { bodyDigestOf } from './body-digest.ts';
import { consoleUrl } from './console-origin.ts';
import type { HttpParts } from './parts.ts';
import { readRequest } from './read-request.ts';

/**
 * Whether this request may go on: no second factor is needed, or its npm-otp is good for exactly this (T1). `false`: it has its answer,
 * npm's web flow begun (npm-contract.md section 4), or a refusal. A GET with a bearer needs one as on npmjs and does not consume it; one
 * in a session of the console was vouched for when the session was let in.
 */
export async function demandFactor(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  principal: Principal,
  shown: Shown,
): Promise<boolean> {
  if (principal.kind === 'token' || (reads(request) && principal.session !== undefined)) return true;
  const { account, from } = principal;
  const need = await needOf(principal, shown, parts);
  if (need === 'not-needed') return true;
  if (need === 'missing') {
    await sendRefusal(reply, noFactor(consoleUrl(parts.url())));
    return false;
  }
  const boundTo = boundToOf(request, principal.credential, shown, parts);
  const otp = request.headers['npm-otp'];
  if (typeof otp === 'string' && (await parts.confirmations.take(otp, boundTo))) return true;
  const wait = await parts.limitAddress(request.ip);
  if (wait !== undefined) {
    await sendRefusal(reply, refusal('rate-limited', 'Too many changes were begun from this address.', wait));
    return false;
  }
  await beginFlow(reply, parts, { account, boundTo, shown, from }, otp !== undefined);
  return false;
}

/** What an account does to its own factors needs one as soon as there is one, whatever the configuration says of changes to trust (T3). */
async function needOf(principal: Principal & { kind: 'account' }, shown: Shown, { authority, accounts }: HttpParts) {
  if (!OWN_FACTORS.has(shown.action)) return authority.secondFactor(principal);
  return (await accounts.hasFactor(principal.account)) ? 'needed' : 'not-needed';
}

const OWN_FACTORS: ReadonlySet<Shown['action']> = new Set(['passkey', 'totp', 'recovery-codes']);

const reads = (request: FastifyRequest): boolean => request.method === 'GET' || request.method === 'HEAD';

/** Credential, method, path and body, and what the person saw: where that changes in between, the old answer counts no more. */
function boundToOf(request: FastifyRequest, credential: string, shown: Shown, parts: HttpParts): Demand['boundTo'] {
  const read = readRequest(request.raw, parts.upstream.prefix);
  const path = read.ok ? `/${read.path.segments.join('/')}${read.path.query}` : '';
  const bodyDigest = createHash('sha256')
    .update(`${bodyDigestOf(request)}\n${JSON.stringify(shown)}`)
    .digest('hex');
  return { credential, method: request.method, path, bodyDigest };
}

/**
 * The addresses are sent whatever `npm-auth-type` says: npm and pnpm always ask for the web flow unless told otherwise, bun and our own
 * commands follow it too, and whoever types a code needs the address all the more, since no typed code is good here. Nothing else of
 * value stands in this answer (E1). yarn shows the notice, and offers to open an address that follows the word "open".
 */
async function beginFlow(reply: FastifyReply, parts: HttpParts, demand: Demand, otpRefused: boolean): Promise<void> {
  const { id, doneSecret } = await parts.confirmations.begin(demand);
  const authUrl = `${consoleUrl(parts.url())}confirm/${id}`;
  const doneUrl = `${parts.url()}/-/sallyport/v1/confirmations/done/${doneSecret}`;
  const { status, headers, body } = answerOf(otpRefused ? OTP_REFUSED : NEEDED, reply.request.id);
  const words = otpRefused ? OTP_REFUSED.message : NEEDED.message;
  await reply
    .code(status)
    .headers({ ...headers, 'www-authenticate': 'OTP', 'npm-notice': notice(`Open ${authUrl} to confirm. ${words}`) })
    .send({ ...body, authUrl, doneUrl });
}

const NEEDED = refusal(
  'second-factor-needed',
  'This needs your second factor: open the URL, see what is about to happen, and confirm it.',
);
/** A code of an authenticator, typed, is bound to no change (T1). */
const OTP_REFUSED = refusal(
  'second-factor-needed',
  'This one-time password is not good for this request: it is used, expired, or was given for something else, and a typed code is never taken. Open the URL and confirm there.',
);

const noFactor = (console: string): Refusal =>
  refusal(
    'second-factor-missing',
    `This needs a second factor, and your account has none. Sign in with your password at ${console}account and add a passkey or an authenticator app; then repeat this.`,
  );
