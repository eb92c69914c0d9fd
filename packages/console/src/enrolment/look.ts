import { useSession } from '../session/session.ts';

/** A first factor is what this account lacks most; a further one is one thing among others. */
export const useLook = (): 'primary' | 'plain' =>
  useSession().secondFactor.enrolled.length === 0 ? 'primary' : 'plain';
