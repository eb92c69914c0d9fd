import type { Provider } from '../provider.ts';
import type { CandidateDecision, Rule } from './model.ts';

/** The failed rules on who the tenant or repository is (E2): the issuer, the identifying fields, and every pin, as pins are their ids. */
export function identifyingMisses({ rules }: CandidateDecision, provider: Provider | undefined): readonly Rule[] {
  return rules.filter((rule) => {
    if (rule.holds) return false;
    if (provider === undefined || provider.pins.includes(rule.claim)) return true;
    if (rule.claim === 'iss') return !onlyRenamed(rule, provider);
    return provider.fields.some((field) => field.claim === rule.claim && field.identifies);
  });
}

/** Both issuers are the provider's own, in its one template: a tenant was renamed, or another has its old name. Its id says which. */
function onlyRenamed({ expected, got }: Rule, { issuer }: Provider): boolean {
  const { template } = issuer;
  if (template === undefined) return false;
  return [expected, got].every(
    (text) => typeof text === 'string' && text.startsWith(template.before) && text.endsWith(template.after),
  );
}
