import type { Request } from '../../api/index.ts';

export type Attempt = NonNullable<Request<'POST /-/sallyport/v1/session'>['body']>;

/** What each form of signing in takes. */
export interface AttemptProps {
  /** Takes what was given to the gate; what it refuses is shown above the form. */
  readonly attempt: (given: () => Promise<Attempt>) => Promise<void>;
  readonly busy: boolean;
  /** Whether the focus goes into the form. */
  readonly focus: boolean;
}
