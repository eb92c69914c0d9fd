export * from './npm-otp.ts';
export * from './publish-token.ts';
