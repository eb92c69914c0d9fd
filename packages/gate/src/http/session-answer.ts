import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { Account, Session } from '../accounts/index.ts';
import type { HttpParts } from './parts.ts';
import { pageHost } from './same-origin.ts';
import type { AccountAnswer, SessionAnswer } from './schemas/people.ts';

/** A session as its own browser sees it. */
export async function sessionAnswer(
  request: FastifyRequest,
  parts: HttpParts,
  session: Session,
): Promise<Static<typeof SessionAnswer>> {
  const { passkeys, totp } = await parts.accounts.factorsOf(session.account);
  const enrolled: ('passkey' | 'totp')[] = [];
  if (passkeys.length > 0) enrolled.push('passkey');
  if (totp) enrolled.push('totp');
  return {
    account: shownAccount(session.account),
    method: session.method,
    expiresAt: time(session.expiresAt),
    secondFactor: { enrolled, given: session.strong, needed: parts.secondFactor() },
    mayEnrol: parts.accounts.mayEnrol(session).ok,
    passkeysWork: passkeysWork(pageHost(request, parts)),
  };
}

/** An account with its sessions and second factors, as its owner sees it. */
export async function accountAnswer(parts: HttpParts, current: Session): Promise<Static<typeof AccountAnswer>> {
  const { account } = current;
  const [sessions, factors] = await Promise.all([
    parts.accounts.sessionsOf(account),
    parts.accounts.factorsOf(account),
  ]);
  return {
    account: shownAccount(account),
    sessions: sessions.map(({ id, method, createdAt, lastSeenAt, expiresAt, address, userAgent }) => ({
      id,
      current: id === current.id,
      method,
      createdAt: time(createdAt),
      lastSeenAt: time(lastSeenAt),
      expiresAt: time(expiresAt),
      address,
      ...(userAgent === undefined ? {} : { userAgent }),
    })),
    passkeys: factors.passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: time(createdAt),
      ...(lastUsedAt === undefined ? {} : { lastUsedAt: time(lastUsedAt) }),
    })),
    totp: factors.totp,
    recoveryCodes: factors.recoveryCodes,
  };
}

/** WebAuthn takes a domain, or `localhost`; never an IP address (level 3, section 5.1.3). */
const passkeysWork = (host: string): boolean => host !== '' && !host.startsWith('[') && isIP(host) === 0;

const shownAccount = ({ name, kind }: Account) => ({ name, kind });
const time = (at: number): string => new Date(at).toISOString();
