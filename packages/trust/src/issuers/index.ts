export {
  createIssuerDirectory,
  type IssuerDirectory,
  type IssuerDirectoryOptions,
  type IssuerMismatch,
  isIssuerOf,
} from './directory.ts';
export { type IssuerMistake, issuerMistakes } from './mistakes.ts';
export { isPublicIssuer } from './template.ts';
