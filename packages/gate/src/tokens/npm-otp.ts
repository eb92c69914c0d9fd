import { randomSecret } from './publish-token.ts';

const PREFIX = 'spo_';
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{43}$`);

/** A new npm-otp: what doneUrl hands out and npm sends in the header of that name, good for one change (T1). */
export const newNpmOtp = (): string => PREFIX + randomSecret();

/** Whether this could be one of ours. A code that somebody typed is not: it is bound to no change. */
export const isNpmOtp = (text: string): boolean => SHAPE.test(text);

/** Whether one of ours stands somewhere in here, however it is wrapped: it never goes upstream (W1). A code for the upstream does. */
export const holdsNpmOtp = (text: string): boolean => text.includes(PREFIX);
