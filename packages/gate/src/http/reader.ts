import { accept, type Result } from '@sallyport/trust';
import type { FastifyRequest } from 'fastify';
import type { Reader } from '../audit/index.ts';
import type { Principal } from '../authority/index.ts';
import type { Refusal } from '../refusals/index.ts';
import type { HttpParts } from './parts.ts';
import { principalOf } from './principal.ts';

/** Somebody who reads: who they are, and what they may know. */
export interface ReadingPrincipal {
  readonly principal: Principal;
  readonly reader: Reader;
}

/** Who reads, or why nobody can vouch for them. */
export async function readerOf(request: FastifyRequest, parts: HttpParts): Promise<Result<ReadingPrincipal, Refusal>> {
  const principal = await principalOf(request, parts);
  return principal.ok
    ? accept({ principal: principal.value, reader: await readerFor(principal.value, parts) })
    : principal;
}

async function readerFor(principal: Principal, { authority }: HttpParts): Promise<Reader> {
  return { within: await authority.visible(principal), personal: authority.isAdministrator(principal) };
}

/**
 * The same question later, for what stays open: undefined once nobody vouches any more. A session is not used by that, so that a page
 * left open does not keep it alive.
 */
export async function stillReading(
  request: FastifyRequest,
  parts: HttpParts,
  principal: Principal,
): Promise<Reader | undefined> {
  if (principal.kind === 'token' || principal.session === undefined) {
    const again = await readerOf(request, parts);
    return again.ok ? again.value.reader : undefined;
  }
  const { account, session } = principal;
  const open = (await parts.accounts.sessionsOf(account)).some(({ id }) => id === session.id);
  return open ? readerFor(principal, parts) : undefined;
}

/** One name for everything that this principal opens. */
export const principalKey = (principal: Principal): string =>
  principal.kind === 'token' ? `token:${principal.source}` : principal.account.key;
