import { buildProvider } from './build.ts';
import { holeProblem } from './claim-names.ts';
import type { Declaration, DeclarationMistake } from './model.ts';
import { CONDITIONS, conditionOf, NEEDS_CLAIM } from './refusals.ts';
import { holesOf, ISSUER_HOLES, parseTemplate } from './template.ts';

/** V9: each refusal has one condition, and no token can dodge it by leaving the claim out. */
export function refusalMistakes(declaration: Declaration): readonly DeclarationMistake[] {
  const { required } = buildProvider(declaration);
  return (declaration.refuses ?? []).flatMap((refusal, index) => {
    const conditions = conditionOf(refusal);
    const [condition] = conditions;
    if (condition === undefined || conditions.length > 1) {
      return [{ path: ['refuses', index], message: `accepted: exactly one of ${CONDITIONS.join(', ')}` }];
    }
    if (!NEEDS_CLAIM.includes(condition) || required.includes(refusal.claim)) return [];
    const message = `a token without ${refusal.claim} would pass: list it in \`required\`, or say with unless what it must be`;
    return [{ path: ['refuses', index, 'claim'], message }];
  });
}

/** Addresses for people: https, on a host that no claim chooses. */
export function linkMistakes({ links = {} }: Declaration): readonly DeclarationMistake[] {
  return Object.entries(links).flatMap(([key, source]) => {
    const at = (message: string): DeclarationMistake => ({ path: ['links', key], message });
    const template = parseTemplate(source);
    if (template === undefined) return [at('a brace has no other half')];
    const [first, second] = template;
    const written = first !== undefined && 'text' in first && /^https:\/\/[a-z0-9.-]+(?::[0-9]+)?\//.test(first.text);
    const ofIssuer =
      first !== undefined &&
      'hole' in first &&
      first.hole === 'issuer.origin' &&
      second !== undefined &&
      'text' in second &&
      second.text.startsWith('/');
    if (!written && !ofIssuer) return [at('a link begins with https://host/ or {issuer.origin}/')];
    return holesOf(template)
      .map((hole) => holeProblem(hole, ISSUER_HOLES))
      .filter((problem) => problem !== undefined)
      .map(at);
  });
}

/** A2: what is about a person is kept apart, so it stands in no rule and is not shown. */
export function personalMistakes(declaration: Declaration): readonly DeclarationMistake[] {
  const { shows } = buildProvider(declaration);
  return (declaration.personal ?? []).flatMap((claim, index) =>
    shows.includes(claim)
      ? [
          {
            path: ['personal', index],
            message: `${claim} is shown, pinned or configured as well; it can be one of the two`,
          },
        ]
      : [],
  );
}

/** The example is what the development issuer mints and forms show: it must be a token that may publish. */
export function exampleMistakes(declaration: Declaration): readonly DeclarationMistake[] {
  const { required, refuses, token } = buildProvider(declaration);
  const minted = token.derive(token.example, 'https://issuer.example');
  const path = ['token', 'example'];
  return [
    ...required
      .filter((claim) => claim !== 'jti' && (typeof minted[claim] !== 'string' || minted[claim] === ''))
      .map((claim) => ({ path, message: `${claim} is missing, and every token has it as text` })),
    ...(required.includes('jti') && !token.jti ? [{ path: ['token'], message: 'jti is required: set jti: true' }] : []),
    ...refuses
      .filter(({ refused }) => refused(minted))
      .map(({ claim }) => ({ path, message: `this run is refused for its ${claim}` })),
  ];
}
