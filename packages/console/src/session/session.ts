import { useSuspenseQuery } from '@tanstack/react-query';
import type { Answer } from '../api/index.ts';
import { answerOf } from '../api/query.ts';

/** Who is signed in. Only below the routes that demand it. */
export const useSession = (): Answer<'GET /-/sallyport/v1/session'> =>
  useSuspenseQuery(answerOf('GET /-/sallyport/v1/session')).data;
