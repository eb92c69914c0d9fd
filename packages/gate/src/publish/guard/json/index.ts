export * from './record.ts';
export * from './scan.ts';
