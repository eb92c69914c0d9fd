export * from './recognise.ts';
export { readRemote, remoteHints } from './remote.ts';
export * from './sample.ts';
export * from './strength.ts';
