import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ApiError, call, type Request } from '../../api/index.ts';
import type { Preview } from './mistakes.ts';
import { useSettled } from './use-settled.ts';

export type PreviewRequest = NonNullable<Request<'POST /-/sallyport/v1/preview'>['body']>;

/** How long nothing may change before the gate is asked. Milliseconds. */
const SETTLED_MS = 350;

/** An answer with the request that it is the answer to. */
export interface Previewed {
  readonly of: PreviewRequest;
  readonly answer: Preview;
}

export interface Previewing {
  /** What is known: of this request, or of an older one while the gate has not answered. */
  readonly data: Previewed | undefined;
  readonly error: ApiError | null;
  /** Asks at once, for a save. */
  readonly ask: (request: PreviewRequest) => Promise<Preview>;
}

/** What the gate says of a draft, asked anew when the typing rests; the answer to an older draft never replaces a newer one. */
export function usePreview(request: PreviewRequest): Previewing {
  const queries = useQueryClient();
  const current = JSON.stringify(request);
  const settled = useSettled(current, SETTLED_MS);
  // What a save has asked is known already: nothing has to rest for it.
  const asked = queries.getQueryData(keyOf(current)) === undefined ? settled : current;
  const { data, error } = useQuery({ ...previewOf(asked), placeholderData: keepPreviousData });
  return {
    data,
    error,
    ask: async (one) => (await queries.fetchQuery(previewOf(JSON.stringify(one)))).answer,
  };
}

const keyOf = (asked: string) => ['preview', asked] as const;

const previewOf = (asked: string) =>
  queryOptions<Previewed, ApiError>({
    queryKey: keyOf(asked),
    queryFn: async ({ signal }) => {
      const of = JSON.parse(asked) as PreviewRequest;
      return { of, answer: await call('POST /-/sallyport/v1/preview', { body: of, signal }) };
    },
  });

/** Whether two requests say the same in this field: a mistake that was found in another value is none of this one's. */
export const sameIn = (a: PreviewRequest, b: PreviewRequest, field: string): boolean =>
  JSON.stringify(valueIn(a, field)) === JSON.stringify(valueIn(b, field));

function valueIn({ package: name, publisher }: PreviewRequest, field: string): unknown {
  if (field === 'package') return name;
  const claim = /^claims\.(.+)$/s.exec(field)?.[1];
  const { claims } = publisher;
  return claim === undefined
    ? publisher[field]
    : typeof claims === 'object' && claims !== null
      ? Reflect.get(claims, claim)
      : undefined;
}
