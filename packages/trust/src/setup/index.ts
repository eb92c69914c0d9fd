export * from './recognise.ts';
export * from './strength.ts';
