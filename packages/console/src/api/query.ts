import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, ApiError, call, type Operation, type Request } from './call.ts';

/** A reading operation as a query: the key is the operation and what it is asked with, so that `invalidate` finds it by name. */
export const answerOf = <O extends Operation>(operation: O, request: Omit<Request<O>, 'signal' | 'otp'> = {}) =>
  queryOptions<Answer<O>, ApiError>({
    queryKey: [operation, request],
    queryFn: ({ signal }) => call(operation, { ...request, signal }),
  });

export const useAnswer = <O extends Operation>(
  operation: O,
  request: Omit<Request<O>, 'signal' | 'otp'> = {},
): UseQueryResult<Answer<O>, ApiError> => useQuery(answerOf(operation, request));

/** The same, asked only once there is something to ask with. */
export const useOptionalAnswer = <O extends Operation>(
  operation: O,
  request: Omit<Request<O>, 'signal' | 'otp'> | undefined,
): UseQueryResult<Answer<O>, ApiError> =>
  useQuery({ ...answerOf(operation, request ?? {}), enabled: request !== undefined });
