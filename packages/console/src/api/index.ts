export { type Answer, ApiError, call, type Operation, type Request, urlOf } from './call.ts';
export { type Stream, useEvents } from './events.ts';
export { answerOf, useAnswer, useOptionalAnswer } from './query.ts';
export { endsSession, onSessionEnd } from './session-end.ts';
