import type { FastifyInstance } from 'fastify';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { PreviewAnswer, PreviewBody, RecogniseAnswer, RecogniseBody } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** What the publisher form asks while it is filled in. Nothing is stored; for anybody who is signed in. */
export function formRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.post(
    '/-/sallyport/v1/preview',
    {
      schema: {
        summary: 'What this publisher would accept, its mistakes and strength',
        body: PreviewBody,
        response: { 200: PreviewAnswer, ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/recognise',
    {
      schema: {
        summary: 'Which provider these claims are of, and the form fields they fill',
        body: RecogniseBody,
        response: { 200: RecogniseAnswer, ...errors },
      },
    },
    notBuilt,
  );
}
