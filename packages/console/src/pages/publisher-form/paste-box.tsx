import { useState } from 'react';
import { Button, Failure, Field, Notice } from '../../elements/index.ts';
import type { Provider } from '../../providers/index.ts';
import styles from './form.module.css';
import { type Paste, readPaste } from './read-paste.ts';
import type { Outcome } from './use-paste.ts';

export interface PasteBoxProps {
  readonly providers: readonly Provider[];
  readonly outcome: Outcome | undefined;
  readonly onPaste: (paste: Paste) => void;
}

/** Fills the form from what people have at hand. A token is decoded here; what stays in the box is its payload. */
export function PasteBox({ providers, outcome, onPaste }: PasteBoxProps) {
  const [text, setText] = useState('');
  const read = (given: string) => {
    const paste = readPaste(given, providers);
    setText(paste.kind === 'claims' ? JSON.stringify(paste.claims, null, 2) : given);
    onPaste(paste);
  };
  return (
    <div className={styles['paste']}>
      <Field
        label="Fill in from a paste"
        mono
        lines={4}
        value={text}
        onChange={setText}
        onPaste={(event) => {
          event.preventDefault();
          read(event.clipboardData?.getData('text') ?? '');
        }}
        help="An example payload from your CI system's settings, an id_token, a refused decision, or lines of a log. A token is decoded in this page: only the claims of its payload are sent."
      />
      <div className={styles['row']}>
        <Button onPress={() => read(text)} isDisabled={text.trim() === ''}>
          Fill in the fields
        </Button>
      </div>
      {outcome === undefined ? null : <Told outcome={outcome} />}
    </div>
  );
}

function Told({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'reading':
      return <p role="status">Reading …</p>;
    case 'unreadable':
      return (
        <Notice tone="warn" title="Nothing was filled in" live>
          {outcome.why}
        </Notice>
      );
    case 'failed':
      return <Failure fault={outcome.fault} title="Nothing was filled in" />;
    case 'other':
      return (
        <Notice tone="info" title={`This is a token of ${outcome.provider.title}`} live>
          <p>The form shows another provider. What stands in it is kept until you change over.</p>
          <Button onPress={outcome.take}>Change to {outcome.provider.title} and fill in</Button>
        </Notice>
      );
    case 'filled':
      return <Filled {...outcome} />;
  }
}

function Filled({ from, provider, labels, mistakes, issuerProblem }: Extract<Outcome, { kind: 'filled' }>) {
  const amiss = mistakes > 0 || issuerProblem !== undefined || labels.length === 0;
  return (
    <Notice tone={amiss ? 'warn' : 'good'} title={`Filled in from ${from}: ${provider.title}`} live>
      <p>{labels.length === 0 ? 'It has none of the claims that can be configured.' : `${labels.join(', ')}.`}</p>
      {mistakes === 0 ? null : (
        <p>
          {mistakes === 1 ? 'One value is' : `${mistakes} values are`} not as {provider.title} writes them: marked
          below, as they were.
        </p>
      )}
      {issuerProblem === undefined ? null : <p>{issuerProblem}</p>}
    </Notice>
  );
}
