export * from './no-match.ts';
export * from './outcome.ts';
export * from './publisher.ts';
export { MAX_SENTENCE, oneLine, quote, quoteIssuer, quotePattern } from './quote.ts';
export * from './token-refusal.ts';
