export { bearerOf, type Credential, type CredentialParts, credentialInUrl, credentialOf } from './credential.ts';
