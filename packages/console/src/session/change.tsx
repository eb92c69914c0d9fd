import { useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { type Answer, ApiError, call, endsSession, type Operation, type Request } from '../api/index.ts';
import { signedInAgain } from './ended.ts';

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx').then((file) => ({ default: file.ConfirmDialog })));

/** A change that waits for its second factor. */
export interface Waiting {
  /** Of the confirmation. */
  readonly id: string;
  readonly done: (otp: string | undefined) => void;
  readonly doneUrl: string;
}

type Ask = (fault: ApiError) => Promise<string | undefined>;
const Asking = createContext<Ask>(() => Promise.resolve(undefined));

/** Gives every page below it `useChange`: one dialog asks for the second factor, whatever is changed. */
export function ChangeProvider({ children }: { readonly children: ReactNode }) {
  const [waiting, wait] = useState<Waiting>();
  const ask: Ask = (fault) =>
    new Promise((resolve) => {
      const { authUrl = '', doneUrl = '' } = fault;
      wait({
        id: new URL(authUrl).pathname.split('/').at(-1) ?? '',
        doneUrl,
        done: (otp) => {
          wait(undefined);
          resolve(otp);
        },
      });
    });
  return (
    <Asking value={ask}>
      {children}
      {waiting === undefined ? null : (
        <Suspense>
          <ConfirmDialog {...waiting} />
        </Suspense>
      )}
    </Asking>
  );
}

/** The reader closed the dialog: nothing was changed. */
export class NotConfirmed extends Error {
  constructor() {
    super('Nothing was changed: it was not confirmed.');
    this.name = 'NotConfirmed';
  }
}

/**
 * A function that makes a change through the API. Where the gate demands a second factor the dialog asks for it and the same request is
 * repeated with the npm-otp: npm's web flow, as `npm trust` walks it. Where the session ended meanwhile, it waits until the reader has
 * signed in again. Throws ApiError, or NotConfirmed. Every answer is asked anew afterwards.
 */
export function useChange(): <O extends Operation>(operation: O, request?: Request<O>) => Promise<Answer<O>> {
  const ask = useContext(Asking);
  const queries = useQueryClient();
  return async (operation, request = {}) => {
    const answer = await callSignedIn(operation, request).catch(async (fault: unknown) => {
      if (!(fault instanceof ApiError) || fault.authUrl === undefined) throw fault;
      const otp = await ask(fault);
      if (otp === undefined) throw new NotConfirmed();
      return call(operation, { ...request, otp });
    });
    await queries.invalidateQueries();
    return answer;
  };
}

/** The same call once more, after the reader has signed in again: what they typed is not lost to a session that ended. */
const callSignedIn = <O extends Operation>(operation: O, request: Request<O>): Promise<Answer<O>> =>
  call(operation, request).catch(async (fault: unknown) => {
    if (!(fault instanceof ApiError) || !endsSession(operation, fault.status, fault.code, fault.authUrl)) throw fault;
    if (!(await signedInAgain())) throw fault;
    return callSignedIn(operation, request);
  });
