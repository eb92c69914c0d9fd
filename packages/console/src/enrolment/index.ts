export { MakeRecoveryCodes } from './make-recovery-codes.tsx';
export { NewAuthenticator } from './new-authenticator.tsx';
export { NewPasskey } from './new-passkey.tsx';
export { RecoveryCodes } from './recovery-codes.tsx';
