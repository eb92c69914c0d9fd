import type { ClaimValue } from '../claims.ts';
import type { Provider, Raise } from '../provider.ts';
import type { TrustedPublisher } from '../publisher/model.ts';

/** How much a publisher demands beyond its repository, and what would make it demand more, most effective first; nothing where strong. */
export interface Strength {
  readonly level: 'strong' | 'fair' | 'weak';
  readonly raise: readonly { readonly claim: string; readonly text: string }[];
}

/**
 * Weak: whoever can run anything in the repository can publish. Strong: everything that its provider offers to keep others out is
 * demanded. Fair: some of it. A pattern that keeps nobody out (`**`, `refs/heads/*`) counts as nothing.
 */
export function strengthOf({ claims }: Pick<TrustedPublisher, 'claims'>, provider: Provider): Strength {
  const offered = provider.fields.flatMap(({ claim, raises }) =>
    raises === undefined ? [] : [{ claim, raises, advice: adviceOn(claims[claim], raises) }],
  );
  const raise = offered
    .sort((a, b) => b.raises.weight - a.raises.weight)
    .flatMap(({ claim, advice }) => (advice === undefined ? [] : [{ claim, text: advice.text }]));
  if (raise.length === 0) return { level: offered.length === 0 ? 'fair' : 'strong', raise };
  const anything = offered.some(({ advice }) => advice?.counts !== 'nothing');
  return { level: anything ? 'fair' : 'weak', raise };
}

/** What would make this demand count whole; undefined where it does. */
function adviceOn(
  value: ClaimValue | undefined,
  { why, exact, prefix }: Raise,
): { readonly text: string; readonly counts: 'nothing' | 'half' } | undefined {
  if (value === undefined) return { text: why, counts: 'nothing' };
  if (typeof value === 'string' || !('pattern' in value)) return undefined;
  if (keepsNobodyOut(value.pattern, prefix)) return { text: why, counts: 'nothing' };
  return exact === undefined ? undefined : { text: exact, counts: 'half' };
}

const keepsNobodyOut = (pattern: string, prefix = ''): boolean =>
  /^[*/]*$/.test(pattern.replace(new RegExp(prefix, 'u'), ''));
