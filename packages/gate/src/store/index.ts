export * from './faults.ts';
export * from './model.ts';
export * from './open.ts';
