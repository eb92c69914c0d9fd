export { lockDirectory } from './embedded/lock.ts';
export * from './faults.ts';
export * from './model.ts';
export * from './open.ts';
export * from './people-model.ts';
