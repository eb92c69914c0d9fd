import { type IssuerStatus, type ListedIssuer, tokenRefusalSentence } from '@sallyport/trust';
import type { FormParts } from './parts.ts';

/** One issuer as a list shows it. Times are milliseconds since 1970; `keys` and later only once it was asked. */
export interface IssuerRow extends Omit<ListedIssuer, 'provider'> {
  readonly provider: string;
  readonly title: string;
  readonly status: IssuerStatus | undefined;
}

/** What a probe found. `problem`: what is wrong and what to do. */
export interface Probe {
  readonly answers: boolean;
  readonly keys?: number;
  readonly problem?: string;
  readonly clockDifferenceSeconds?: number;
}

type Parts = Pick<FormParts, 'store' | 'issuers' | 'keys' | 'audience'>;

/** Every issuer rule with what is known of its keys. Tenants of a public issuer that the gate has asked: for administrators, who see all. */
export async function listIssuers({ store, issuers, keys }: Parts, everything: boolean): Promise<readonly IssuerRow[]> {
  const off = new Set((await store.switches.all()).map(({ name }) => name));
  const directory = issuers();
  const known = new Map(keys.status().map((status) => [status.issuer, status]));
  const switched = (rule: ListedIssuer): ListedIssuer =>
    off.has(rule.provider.type) || off.has(rule.issuer ?? '') ? { ...rule, disabled: true } : rule;
  const listed = directory.list().map(switched);
  const rules = listed.map((rule) => row(rule, known.get(rule.issuer ?? '')));
  if (!everything) return rules;
  const tenants = [...known.values()].flatMap((status) => {
    const match = directory.match(status.issuer);
    if (listed.some(({ issuer }) => issuer === status.issuer)) return [];
    const provider = match.ok ? match.value.provider : match.refusal.provider;
    if (provider === undefined) return [];
    return [row(switched({ ...TENANT, provider, issuer: status.issuer, disabled: !match.ok }), status)];
  });
  return [...rules, ...tenants];
}

const TENANT = { template: undefined, configured: false, defaultIssuer: false, private: false, insecure: false };

function row({ provider, ...rule }: ListedIssuer, status: IssuerStatus | undefined): IssuerRow {
  const { issuer, template, configured, defaultIssuer, disabled } = rule;
  return {
    provider: provider.type,
    title: provider.title,
    issuer,
    template,
    configured,
    defaultIssuer,
    private: rule.private,
    insecure: rule.insecure,
    disabled,
    status,
  };
}

/** Asks an issuer for its keys, the way a token of it would be verified (V3); one that the gate does not accept is not asked. */
export async function probeIssuer(
  { store, issuers, keys, audience }: Parts,
  type: string,
  issuer: string,
): Promise<Probe> {
  const match = issuers().match(issuer);
  if (!match.ok) {
    return { answers: false, problem: tokenRefusalSentence({ ...match.refusal, issuer }, audience()) };
  }
  const { provider } = match.value;
  if (provider.type !== type) return { answers: false, problem: `This is an issuer of ${provider.title}.` };
  if ((await store.switches.all()).some(({ name }) => name === provider.type || name === issuer)) {
    const problem = tokenRefusalSentence({ reason: 'issuer-disabled', provider, issuer }, audience());
    return { answers: false, problem };
  }
  const found = await keys.probe(match.value);
  const clock = found.clockDifference;
  if (found.problem === undefined) {
    return {
      answers: true,
      keys: found.keys,
      ...(clock === undefined ? {} : { clockDifferenceSeconds: Math.round(clock / 1000) }),
    };
  }
  const later = found.retryAfter === undefined ? '' : ` Try again in ${found.retryAfter} seconds.`;
  const hint = provider.issuer.unanswered === undefined || later !== '' ? '' : ` ${provider.issuer.unanswered}.`;
  return { answers: false, problem: `It does not answer as it must: ${found.problem}.${hint}${later}` };
}
