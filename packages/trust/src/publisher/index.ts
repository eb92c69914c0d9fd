export { acceptedForms } from './claim-value.ts';
export * from './from-flags.ts';
export * from './model.ts';
export * from './parse.ts';
export * from './same.ts';
export * from './schema.ts';
