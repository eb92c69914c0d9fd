import { accept, type Result, refuse } from '@sallyport/trust';
import type { FastifyRequest } from 'fastify';
import { type Actor, administratorActor } from '../audit/index.ts';
import { credentialOf } from '../credentials/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { HttpParts } from './parts.ts';

/** The administrator who sends this request, or why not (T1: until second factors exist, nobody else configures trust). */
export function requireAdministrator(request: FastifyRequest, parts: HttpParts): Result<Actor, Refusal> {
  const credential = credentialOf(request.headers.authorization, parts);
  switch (credential.kind) {
    case 'administrator':
      return accept(administratorActor(credential.source, request.ip));
    case 'none':
      return refuse(
        refusal(
          'unauthorized',
          "This needs an administrator's token as bearer: one of those that administrators.tokens in the configuration names.",
        ),
      );
    case 'publish-token':
      return refuse(
        refusal('publish-token-other-request', 'A publish token can publish its package, and nothing else.'),
      );
    case 'id-token':
    case 'other':
      return refuse(
        refusal(
          'forbidden',
          "Trust is configured with an administrator's token for now; this credential is not one. Ask whoever runs this registry.",
        ),
      );
  }
}
