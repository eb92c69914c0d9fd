export { isJsonObject, type JsonObject, parseStrictObject } from './json.ts';
export { issuerOf, peekIssuer, readToken, type UnverifiedToken } from './read.ts';
