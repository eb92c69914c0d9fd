export * from './publish-token.ts';
