export { SIGNATURE_ALGORITHMS } from './fitness.ts';
export { createKeySource, type KeySourceOptions } from './source.ts';
