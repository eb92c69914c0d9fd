import { Fragment } from 'react';

/** A sentence of the gate's, with what stands between backticks as code. */
export const Prose = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, index) =>
    // Parts of one sentence: their place is what they are.
    index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
  );
