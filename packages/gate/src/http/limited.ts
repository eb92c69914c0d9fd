import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';
import type { HttpParts } from './parts.ts';

/**
 * Counts a request of its address before anything of it is read, whatever comes of it, and refuses one too many.
 * @param what in the plural: "exchanges"
 */
export const limited =
  (parts: Pick<HttpParts, 'limitAddress'>, what: string) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const wait = await parts.limitAddress(request.ip);
    if (wait === undefined) return undefined;
    request.raw.resume();
    return sendRefusal(reply, refusal('rate-limited', `Too many ${what} from this address.`, wait));
  };
