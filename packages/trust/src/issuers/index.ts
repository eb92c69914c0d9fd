export {
  createIssuerDirectory,
  type IssuerDirectory,
  type IssuerDirectoryOptions,
  type IssuerMismatch,
} from './directory.ts';
export { type IssuerMistake, issuerMistakes } from './mistakes.ts';
