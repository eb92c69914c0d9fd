import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';

/** For a route whose capability is being built. */
export const notBuilt = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  sendRefusal(reply, refusal('internal', 'This endpoint is not built yet.'));
