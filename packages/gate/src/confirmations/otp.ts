import { randomSecret } from '../tokens/index.ts';

const PREFIX = 'spo_';
const SHAPE = /^spo_[0-9A-Za-z]{43}$/;

/** What doneUrl hands out and npm sends as `npm-otp`. */
export const newOtp = (): string => PREFIX + randomSecret();

/** Whether this could be one. A code that somebody typed is not: it is bound to no change (T1). */
export const isOtp = (text: string): boolean => SHAPE.test(text);
