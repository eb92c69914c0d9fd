import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type ApiError, call, type Request } from '../../api/index.ts';
import type { Preview } from './mistakes.ts';
import { useSettled } from './use-settled.ts';

export type PreviewRequest = NonNullable<Request<'POST /-/sallyport/v1/preview'>['body']>;

/** How long nothing may change before the gate is asked. Milliseconds. */
const SETTLED_MS = 350;

/** What the gate says of a draft, asked anew when the typing rests; the answer to an older draft never replaces a newer one. */
export function usePreview(request: PreviewRequest): UseQueryResult<Preview, ApiError> {
  const asked = useSettled(JSON.stringify(request), SETTLED_MS);
  return useQuery({
    queryKey: ['preview', asked],
    queryFn: ({ signal }) => previewOf(JSON.parse(asked) as PreviewRequest, signal),
    placeholderData: keepPreviousData,
  });
}

export const previewOf = (request: PreviewRequest, signal?: AbortSignal): Promise<Preview> =>
  call('POST /-/sallyport/v1/preview', { body: request, signal });
