import { useState } from 'react';
import { Button } from './button.tsx';
import styles from './copy.module.css';

/** Copies a text and says so. `what` completes the button's name: "Copy the pipeline step". */
export function Copy({ text, what }: { readonly text: string; readonly what: string }) {
  const [said, say] = useState('');
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Not allowed here: select and copy it'),
    );
  return (
    <>
      <Button look="quiet" onPress={copy} aria-label={`Copy ${what}`}>
        {said === 'Copied' ? 'Copied' : 'Copy'}
      </Button>
      <span role="status" className={said === '' || said === 'Copied' ? styles['hidden'] : undefined}>
        {said}
      </span>
    </>
  );
}

/** An id, whole, in monospace, with a button to copy it. */
export const Id = ({ value, what }: { readonly value: string; readonly what: string }) => (
  <span className={styles['id']}>
    <code>{value}</code>
    <Copy text={value} what={what} />
  </span>
);

/** Lines to paste elsewhere, with the file they belong into. */
export const Block = ({
  text,
  title,
  what,
}: {
  readonly text: string;
  readonly title?: string | undefined;
  readonly what: string;
}) => (
  <figure className={styles['block']}>
    <figcaption>
      <span>{title}</span>
      <Copy text={text} what={what} />
    </figcaption>
    {/* Long lines scroll, by keyboard too. */}
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <pre tabIndex={0} aria-label={what}>
      {text}
    </pre>
  </figure>
);
