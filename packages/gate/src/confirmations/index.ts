export { type ConfirmationParts, createConfirmations } from './confirmations.ts';
export * from './model.ts';
