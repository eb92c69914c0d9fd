import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Answer, ApiError } from '../api/index.ts';
import { answerOf } from '../api/query.ts';

/** A CI system as the gate describes it: everything the console says about one is drawn from here. */
export type Provider = Answer<'GET /-/sallyport/v1/providers'>[number];
export type ProviderField = Provider['fields'][number];

/** They change with the gate's configuration only: asked once a visit. */
export const useProviders = (): UseQueryResult<readonly Provider[], ApiError> =>
  useQuery({ ...answerOf('GET /-/sallyport/v1/providers'), staleTime: Number.POSITIVE_INFINITY });

export const providerOf = (providers: readonly Provider[] | undefined, type: string): Provider | undefined =>
  providers?.find((provider) => provider.type === type);

/** Words for the claims of a provider, and for the other names of a trusted publisher. */
export const labelsOf = (provider: Provider | undefined): Readonly<Record<string, string>> => ({
  type: 'Provider',
  issuer: 'Issuer',
  permissions: 'May',
  note: 'Note',
  tokenLifetime: 'Life of its publish tokens, in seconds',
  paused: 'Paused',
  ...Object.fromEntries((provider?.fields ?? []).map(({ claim, label }) => [claim, label])),
});
