import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/index.ts';
import { Badge, Outside, Prose } from '../../elements/index.ts';
import styles from './form.module.css';
import { useSettled } from './use-settled.ts';

/** A gate asks only a few unknown issuers a minute: one that is still being typed is not asked. Milliseconds. */
const SETTLED_MS = 1200;

/** The identity provider's address, and whether it answers. It never stands in the way of saving. */
export function IssuerProbe({ type, issuer }: { readonly type: string; readonly issuer: string }) {
  const asked = useSettled(issuer, SETTLED_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['probe', type, asked],
    queryFn: ({ signal }) => call('POST /-/sallyport/v1/issuers/probe', { body: { type, issuer: asked }, signal }),
    enabled: asked === issuer,
    retry: false,
    staleTime: 60_000,
  });
  const answer = asked === issuer ? data : undefined;
  return (
    <div className={styles['probe']} role="status">
      <span>
        Identity provider URL <Outside text={issuer} />
      </span>
      {answer === undefined && error === null ? (
        <Badge tone="plain">{isFetching || asked !== issuer ? 'asking …' : 'not asked'}</Badge>
      ) : null}
      {answer?.answers === true ? (
        <Badge tone="good">
          answers{answer.keys === undefined ? '' : ` with ${answer.keys} ${answer.keys === 1 ? 'key' : 'keys'}`}
        </Badge>
      ) : null}
      {answer?.answers === false || error !== null ? <Badge tone="warn">not checked</Badge> : null}
      {answer?.answers === false || error !== null ? (
        <p>
          <Prose text={answer?.problem ?? error?.message ?? ''} /> It can be saved all the same; its tokens are refused
          until it answers.
        </p>
      ) : null}
      {Math.abs(answer?.clockDifferenceSeconds ?? 0) > 30 ? (
        <p>Its clock differs from the gate's by {answer?.clockDifferenceSeconds} seconds.</p>
      ) : null}
    </div>
  );
}
