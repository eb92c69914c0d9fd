import { isPublicIssuer } from '../issuers/index.ts';
import type { Provider } from '../provider.ts';
import type { DeclarationMistake, DeclaredProvider } from './model.ts';

/** The built-in providers without those that a declared one replaces, then the declared ones. */
export const providersInForce = (
  builtIn: readonly Provider[],
  declared: readonly Pick<DeclaredProvider, 'provider' | 'replaces'>[],
): readonly Provider[] => [
  ...builtIn.filter(({ type }) => !declared.some(({ replaces }) => replaces === type)),
  ...declared.map(({ provider }) => provider),
];

/** Where a declared provider would be taken for another: its type or an issuer is another's, or what it replaces is not there. */
export function collisionMistakes(
  { provider, replaces }: DeclaredProvider,
  builtIn: readonly Provider[],
  others: readonly DeclaredProvider[],
): readonly DeclarationMistake[] {
  if (replaces !== undefined && !builtIn.some(({ type }) => type === replaces)) {
    const message = `no built-in provider is called ${replaces}; there are ${builtIn.map(({ type }) => type).join(', ')}`;
    return [{ path: ['replaces'], message }];
  }
  const kept = providersInForce(
    builtIn.filter(({ type }) => type !== replaces),
    others,
  );
  if (replaces !== undefined && others.some((other) => other.replaces === replaces)) {
    return [{ path: ['replaces'], message: `${replaces} is replaced already` }];
  }
  const named = kept.find(({ type }) => type === provider.type);
  if (named !== undefined) {
    const hint = builtIn.includes(named) ? `; \`replaces: ${named.type}\` takes its place` : '';
    return [{ path: ['type'], message: `${named.type} is the type of another provider${hint}` }];
  }
  const owner = kept.find((other) => shareIssuer(provider, other));
  return owner === undefined
    ? []
    : [
        {
          path: ['issuer'],
          message: `its tokens could not be told from those of ${owner.type}: an issuer is public for both`,
        },
      ];
}

/** Whether some `iss` could be a public issuer of both. Templates of which one begins like the other are taken for the same. */
function shareIssuer({ issuer: a }: Provider, { issuer: b }: Provider): boolean {
  if (a.exact.some((iss) => isPublicIssuer(b, iss)) || b.exact.some((iss) => isPublicIssuer(a, iss))) return true;
  const [left, right] = [a.template?.before, b.template?.before];
  return left !== undefined && right !== undefined && (left.startsWith(right) || right.startsWith(left));
}
