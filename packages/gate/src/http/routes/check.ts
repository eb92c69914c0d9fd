import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { parsePackageName } from '../../names/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import { limited } from '../limited.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { CheckBody, Decision, ErrorAnswer } from '../schemas/registry.ts';

/** `POST /-/sallyport/v1/check`: what an exchange would say. Anybody with a token; claims alone only whoever may configure (E2). */
export function checkRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.post<{ Body: Static<typeof CheckBody> }>(
    '/-/sallyport/v1/check',
    {
      onRequest: limited(parts, 'checks'),
      schema: {
        summary: 'What would this id_token be allowed to do; nothing is minted',
        body: CheckBody,
        response: { 200: Decision, '4xx': ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { package: text, token, claims } = request.body;
      const name = parsePackageName(text);
      if (name === undefined)
        return sendRefusal(reply, refusal('package-name-invalid', 'This is not a valid npm package name.'));
      if ((token === undefined) === (claims === undefined))
        return sendRefusal(reply, refusal('request-malformed', 'Send either "token" or "claims".'));
      if (token !== undefined) return reply.send(await parts.check.token(name, token));
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      const may = await parts.authority.mayConfigure(principal.value, name);
      if (!may.ok) return sendRefusal(reply, may.refusal);
      return reply.send(await parts.check.claims(name, claims ?? {}));
    },
  );
}
