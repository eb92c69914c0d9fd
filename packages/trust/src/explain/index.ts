export * from './no-match.ts';
export * from './outcome.ts';
export * from './publisher.ts';
export * from './quote.ts';
export * from './token-refusal.ts';
