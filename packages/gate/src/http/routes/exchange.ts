import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../../credentials/index.ts';
import { setUpQuery } from '../../form/index.ts';
import { parsePackageName } from '../../names/index.ts';
import { refusal } from '../../refusals/index.ts';
import { notice, sendRefusal } from '../answers.ts';
import { consoleUrl } from '../console-origin.ts';
import { limited } from '../limited.ts';
import type { HttpParts } from '../parts.ts';
import { EXCHANGE_URL } from '../read-request.ts';
import { ErrorAnswer, ExchangeAnswer, PackageParams } from '../schemas/registry.ts';

/** The body means nothing; pnpm 11 labels an empty one text/plain. */
const MAX_IGNORED_BODY = 16 * 1024;

/** `POST /-/npm/v1/oidc/token/exchange/package/{name}` (npm-contract.md section 2). Never redirects: clients would resend the token. */
export function exchangeRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_IGNORED_BODY }, (_request, _body, done) =>
    done(null, undefined),
  );
  app.post<{ Params: { package: string } }>(
    `${EXCHANGE_URL}/:package`,
    {
      onRequest: limited(parts, 'exchanges'),
      schema: {
        summary: 'Exchange an id_token for a publish token of this package',
        params: PackageParams,
        response: { 201: ExchangeAnswer, '4xx': ErrorAnswer, '5xx': ErrorAnswer },
      },
    },
    async (request, reply) => {
      const name = parsePackageName(request.params.package);
      if (name === undefined)
        return sendRefusal(reply, refusal('package-name-invalid', 'This is not a valid npm package name.'));
      const answer = await parts.exchange({
        package: name,
        idToken: bearerOf(request.headers.authorization) ?? '',
        requestId: request.id,
      });
      switch (answer.outcome) {
        case 'limited':
          return sendRefusal(
            reply,
            refusal('rate-limited', 'This repository asks for too many exchanges.', answer.retryAfter),
          );
        case 'refused': {
          const { decision, retryAfter } = answer;
          const query = setUpQuery(name, decision, parts.issuers());
          return sendRefusal(reply, refusal(decision.reason, decision.message, retryAfter), {
            decision,
            ...(query === undefined ? {} : { setUp: `${consoleUrl(parts.url())}publishers/new?${query}` }),
          });
        }
        case 'accepted':
          return reply
            .code(201)
            .header('npm-notice', notice(`${parts.audience()} accepted this run's identity for ${name}`))
            .send({
              token_type: 'oidc',
              token: answer.token,
              created: new Date(answer.created).toISOString(),
              expires: new Date(answer.expires).toISOString(),
              // Clients of npm's contract read the token alone; ours says what to expect.
              ...(parts.upstream.stages ? { publishAs: 'stage' } : {}),
            });
      }
    },
  );
}
