export * from './grant.ts';
export * from './grant-id.ts';
