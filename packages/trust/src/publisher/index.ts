export { acceptedForms } from './claim-value.ts';
export * from './from-flags.ts';
export type { PublisherMistake } from './mistake.ts';
export * from './model.ts';
export * from './parse.ts';
export * from './same.ts';
export * from './schema.ts';
