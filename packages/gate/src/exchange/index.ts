export { type Check, createCheck } from './check.ts';
export { createExchange, type Exchange, type ExchangeAnswer } from './exchange.ts';
export type { ExchangeLimits, ExchangeParts, ExchangeRequest } from './parts.ts';
