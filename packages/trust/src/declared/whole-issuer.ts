import { seconds } from './durations.ts';
import type { Declaration, DeclarationMistake } from './model.ts';

/** The oldest token with an audience that others have too, in seconds: so long could one of them show it here. */
export const MAX_FIXED_AUDIENCE_AGE = 5 * 60;
const DAY = 24 * 60 * 60;

/**
 * A provider whose publishers could match every run of an issuer is refused: of the fields that every publisher must name, one says which
 * tenant it is and one which repository. An issuer of one's own can be the tenant.
 */
export function wholeIssuerMistakes({ fields, issuer }: Declaration): readonly DeclarationMistake[] {
  const demanded = fields.filter(({ required }) => required === true).flatMap(({ identifies = [] }) => identifies);
  const missing = [
    ...(demanded.includes('tenant') || issuer.oneTenant === true ? [] : ['tenant' as const]),
    ...(demanded.includes('repository') ? [] : ['repository' as const]),
  ];
  return missing.map((what) => ({ path: ['fields'], message: `a trusted publisher would match ${WHAT[what]}` }));
}

const WHAT = {
  tenant:
    'runs of every tenant of the issuer: one field needs `required: true` and `identifies: [tenant]` (an id, or a name of the organization or workspace); an issuer of your own says `oneTenant: true`',
  repository:
    'runs of every repository of a tenant: one field needs `required: true` and `identifies: [repository]` (an id, or a name of the repository, project or pipeline)',
};

/** V5, V6: how old a token may be; less where its audience is one that others take too. */
export function ageMistakes({ maxTokenAge, audience, token }: Declaration): readonly DeclarationMistake[] {
  const most = audience === undefined ? DAY : MAX_FIXED_AUDIENCE_AGE;
  return [
    ...(within(maxTokenAge, most)
      ? []
      : [
          {
            path: ['maxTokenAge'],
            message:
              audience === undefined
                ? 'accepted: from 1s to 24h'
                : 'accepted: from 1s to 5m, because others take tokens with this audience too',
          },
        ]),
    ...(within(token.lifetime, DAY) ? [] : [{ path: ['token', 'lifetime'], message: 'accepted: from 1s to 24h' }]),
  ];
}

const within = (text: string, top: number): boolean => seconds(text) >= 1 && seconds(text) <= top;

/** V6: tokens with an audience of others are a way in for each of these; the operator says so, or the provider stays off. */
export function replayRisk({ type, audience }: Declaration): string | undefined {
  if (audience === undefined || audience.acceptReplayRisk === true) return undefined;
  return `${type} is off: its tokens have the audience "${audience.fixed}" and cannot be made for this registry, so every other service that takes such tokens could show one here and publish with it, once, until the token is too old. acceptReplayRisk: true switches it on`;
}
