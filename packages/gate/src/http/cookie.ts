import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-` (RFC 6265bis section 4.1.3.2): Secure, of this host alone, for every path; nothing else can set one of that name. */
const NAME = '__Host-sallyport';
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

/** The secret of the session, or undefined. Whether the request may carry one is for otherOrigin to say. */
export const sessionCookie = (request: FastifyRequest): string | undefined => request.cookies[NAME] || undefined;

/** @param expiresAt milliseconds */
export const setSessionCookie = (reply: FastifyReply, secret: string, expiresAt: number): FastifyReply =>
  reply.setCookie(NAME, secret, { ...ATTRIBUTES, expires: new Date(expiresAt) });

export const clearSessionCookie = (reply: FastifyReply): FastifyReply => reply.clearCookie(NAME, ATTRIBUTES);
