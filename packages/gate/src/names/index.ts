export * from './package-name.ts';
