export * from './decide.ts';
export * from './model.ts';
export * from './pins.ts';
export * from './refused.ts';
export { personalClaims, shownClaims } from './shown.ts';
export * from './suppose.ts';
export * from './view.ts';
