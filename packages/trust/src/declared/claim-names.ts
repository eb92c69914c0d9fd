import type { Declaration, DeclarationMistake } from './model.ts';

/** What verification has judged already; comparing it again would say nothing, or let one token only match. */
const JUDGED: readonly string[] = ['iss', 'aud', 'exp', 'iat', 'nbf'];

type Path = DeclarationMistake['path'];

/** V7: `sub` is not read, by nobody; and no claim has the name of something that every object has. */
function nameProblem(claim: string): string | undefined {
  if (claim === 'sub') return 'sub is never read: what stands in it is customisable, and its parts are other claims';
  if (claim in {}) return `${claim} cannot be the name of a claim here`;
  return undefined;
}

/** Every claim that a declaration names, where it names it. */
export function claimNameMistakes(declaration: Declaration): readonly DeclarationMistake[] {
  const { fields, required = [], pins = [], refuses = [], shows = [], personal = [], issuer, token } = declaration;
  const named: readonly Named[] = [
    ...fields.map(({ claim }, index) => ({ claim, path: ['fields', index, 'claim'], compared: true })),
    ...list('required', required),
    ...list('pins', pins),
    ...refuses.flatMap(({ claim, differsFrom }, index) => [
      { claim, path: ['refuses', index, 'claim'], compared: false },
      ...(differsFrom === undefined
        ? []
        : [{ claim: differsFrom, path: ['refuses', index, 'differsFrom'], compared: false }]),
    ]),
    ...list('shows', shows),
    ...list('personal', personal),
    ...(issuer.template?.equalsClaim === undefined
      ? []
      : [{ claim: issuer.template.equalsClaim, path: ['issuer', 'template', 'equalsClaim'], compared: false }]),
    ...Object.keys(token.example).map((claim) => ({ claim, path: ['token', 'example', claim], compared: true })),
  ];
  return named.flatMap(({ claim, path, compared }) => {
    const problem =
      nameProblem(claim) ?? (compared && [...JUDGED, 'jti'].includes(claim) ? registered(claim) : undefined);
    return problem === undefined ? [] : [{ path, message: problem }];
  });
}

const list = (key: string, claims: readonly string[]): Named[] =>
  claims.map((claim, index) => ({ claim, path: [key, index], compared: key === 'pins' }));

interface Named {
  readonly claim: string;
  readonly path: Path;
  /** A value of it is demanded or made up: not of claims that differ from token to token. */
  readonly compared: boolean;
}

const registered = (claim: string): string =>
  `${claim} is the same for all tokens of an issuer or different for each: verification judges it, and nobody configures it`;

/** What a template may name: claims that may be read, and where `issuer` says so its parts. */
export const holeProblem = (hole: string, others: readonly string[]): string | undefined => {
  if (others.includes(hole)) return undefined;
  if (!/^[A-Za-z][A-Za-z0-9_./:-]{0,127}$/.test(hole))
    return `{${hole}} is no claim; a template has claims in braces, and ${others.map((one) => `{${one}}`).join(', ')}`;
  return nameProblem(hole);
};
