import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { PreviewAnswer, PreviewBody, RecogniseAnswer, RecogniseBody } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** What the publisher form asks while it is filled in. Nothing is stored; for anybody who is signed in. */
export function formRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.post<{ Body: Static<typeof PreviewBody> }>(
    '/-/sallyport/v1/preview',
    {
      schema: {
        summary: 'What this publisher would accept, its mistakes and strength',
        body: PreviewBody,
        response: { 200: PreviewAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      return reply.send(await parts.form.preview(principal.value, request.body));
    },
  );
  app.post<{ Body: Static<typeof RecogniseBody> }>(
    '/-/sallyport/v1/recognise',
    {
      schema: {
        summary: 'Which provider these claims are of, and the form fields they fill',
        body: RecogniseBody,
        response: { 200: RecogniseAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      const { claims, type } = request.body;
      const { provider, issuer, issuerProblem, fields } = parts.form.recognise(claims, type);
      return reply.send({
        type: provider?.type,
        title: provider?.title,
        issuer,
        issuerProblem,
        fields: fields.map(({ claim, text, value, mistake }) => ({ claim, value: text, demand: value, mistake })),
      });
    },
  );
}
