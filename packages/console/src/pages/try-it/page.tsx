import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/index.ts';
import { type Decision, DecisionView } from '../../decision/index.ts';
import { Button, Failure, Field, Notice, Page } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { Decoded } from './decoded.tsx';
import { Mistakes } from './mistakes.tsx';
import styles from './page.module.css';
import { readPasted } from './read-token.ts';

interface Answered {
  readonly package: string;
  readonly decision: Decision;
  readonly kind: 'token' | 'claims';
}

/** `/try?package=`: what would this token or these claims be allowed to do. Nothing is minted, nothing kept. */
export function TryItPage() {
  const search = useSearch({ from: '/signed-in/try' });
  const [name, setName] = useState(search['package'] ?? '');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const [answered, setAnswered] = useState<Answered>();
  const { busy, fault, attempt } = useAttempt();
  const pasted = readPasted(text);
  const mistakes = {
    package: name.trim() === '' ? 'Name the package that would be published.' : undefined,
    pasted:
      pasted.kind === 'nothing'
        ? 'Paste an id_token or its claims.'
        : pasted.kind === 'unreadable'
          ? pasted.why
          : undefined,
  };
  const changed = (set: (value: string) => void) => (value: string) => {
    set(value);
    setAnswered(undefined);
  };

  const ask = () => {
    setAsked(true);
    if (mistakes.package !== undefined || pasted.kind === 'nothing' || pasted.kind === 'unreadable') return;
    const about = name.trim();
    const what = pasted.kind === 'token' ? { token: pasted.text } : { claims: pasted.claims };
    void attempt(async () => {
      setAnswered(undefined);
      const decision = await call('POST /-/sallyport/v1/check', { body: { package: about, ...what } });
      setAnswered({ package: about, decision, kind: pasted.kind });
    });
  };

  return (
    <Page
      title="Try it"
      lead="What an id_token, or its claims, would be allowed to do. Nothing is minted, and nothing is kept."
    >
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        {asked ? <Mistakes mistakes={mistakes} /> : null}
        <Field
          id="try-package"
          label="Package"
          value={name}
          onChange={changed(setName)}
          isRequired
          mono
          help="Its whole name, such as @acme/hello."
          mistake={asked ? mistakes.package : undefined}
        />
        <Field
          id="try-pasted"
          label="Token or claims"
          value={text}
          onChange={changed(setText)}
          isRequired
          mono
          lines={6}
          help="An id_token as the pipeline got it, or the JSON of its claims. It is decoded here; only “Ask the gate” sends it, to this gate alone, which does not store it."
          mistake={pasted.kind === 'unreadable' || asked ? mistakes.pasted : undefined}
        />
        <div className={styles['row']}>
          <Button type="submit" look="primary" isPending={busy}>
            Ask the gate
          </Button>
          {text === '' ? null : (
            <Button look="quiet" onPress={() => changed(setText)('')}>
              Clear what was pasted
            </Button>
          )}
        </div>
      </form>
      {fault === undefined ? null : <Failure fault={fault} title="The gate did not decide" />}
      {answered === undefined ? null : <Answer {...answered} />}
      {pasted.kind === 'token' || pasted.kind === 'claims' ? <Decoded pasted={pasted} /> : null}
    </Page>
  );
}

const Answer = ({ package: name, decision, kind }: Answered) => (
  <>
    <DecisionView decision={decision} packageName={name} live />
    <Notice tone="info" title="Only tried">
      <p>
        {kind === 'token'
          ? 'This is what an exchange of this token would answer, and all that whoever holds the token may know. No token was minted.'
          : 'This is the whole decision about these claims, as if a genuine token had them. No token was minted.'}
      </p>
    </Notice>
  </>
);
