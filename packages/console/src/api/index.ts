export { type Answer, ApiError, call, type Operation, type Request, urlOf } from './call.ts';
export { useAnswer, useOptionalAnswer } from './query.ts';
