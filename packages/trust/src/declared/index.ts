export { declareProvider } from './declare.ts';
export { collisionMistakes, providersInForce } from './in-force.ts';
export type { DeclarationMistake, DeclaredProvider } from './model.ts';
export { declarationSchema } from './schema.ts';
export { MAX_FIXED_AUDIENCE_AGE } from './whole-issuer.ts';
