export * from './recognise.ts';
export * from './sample.ts';
export * from './strength.ts';
