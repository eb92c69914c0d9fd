import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../authority/index.ts';
import type { Shown } from '../confirmations/index.ts';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';
import type { HttpParts } from './parts.ts';

/** Whether this change may go on: no factor is needed, or its npm-otp is good for exactly this (T1). `false`: the request has its answer. */
export async function demandFactor(
  _request: FastifyRequest,
  reply: FastifyReply,
  _parts: HttpParts,
  _principal: Principal,
  _shown: Shown,
): Promise<boolean> {
  await sendRefusal(reply, refusal('internal', 'This is not built yet.'));
  return false;
}
