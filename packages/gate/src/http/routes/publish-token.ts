import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { bearerOf, credentialOf } from '../../credentials/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import { limited } from '../limited.ts';
import type { HttpParts } from '../parts.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

const NO_TOKEN = refusal('unauthorized', 'Send the publish token that is to end as bearer.');
const OTHER_CREDENTIAL = refusal(
  'forbidden',
  'A publish token is revoked by whoever holds it: send the token itself as bearer. To end the tokens of a trusted publisher, pause, edit or remove it.',
);

/** `DELETE /-/sallyport/v1/publish-token`: the holder of a publish token ends it. The one thing beside P1 that such a token may do. */
export function publishTokenRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.delete(
    '/-/sallyport/v1/publish-token',
    {
      onRequest: limited(parts, 'revocations'),
      schema: {
        summary: 'End the publish token that is sent as bearer',
        response: { 204: Type.Null(), '4xx': ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { authorization } = request.headers;
      const { kind } = credentialOf(authorization, parts);
      if (kind === 'none') return sendRefusal(reply, NO_TOKEN);
      if (kind !== 'publish-token') return sendRefusal(reply, OTHER_CREDENTIAL);
      const revoked = await parts.revoke({ token: bearerOf(authorization) ?? '', requestId: request.id });
      return revoked.ok ? reply.code(204).send() : sendRefusal(reply, revoked.refusal);
    },
  );
}
