import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/index.ts';
import { Badge, ButtonLink, Claims, Empty, Time } from '../../elements/index.ts';
import { providerOf, useProviders } from '../../providers/index.ts';
import { StrengthBadge } from '../../publishers/index.ts';
import styles from './page.module.css';

type Detail = Answer<'GET /-/sallyport/v1/packages/{package}'>['publishers'][number];

/** Everything that may publish this package, patterns that cover it among them. */
export function Publishers({ name, publishers }: { readonly name: string; readonly publishers: readonly Detail[] }) {
  if (publishers.length === 0) {
    return (
      <Empty title="No trusted publisher">
        <p>
          A trusted publisher names the pipeline that may publish this package. Its runs then publish with a token that
          lives for minutes, and no secret has to be kept anywhere.
        </p>
        <ButtonLink look="primary" to="/publishers/new" search={{ package: name }}>
          Add a trusted publisher
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <ul className={styles['cards']}>
      {publishers.map((detail) => (
        <li key={detail.publisher.id}>
          <PublisherCard name={name} detail={detail} />
        </li>
      ))}
    </ul>
  );
}

function PublisherCard({ name, detail }: { readonly name: string; readonly detail: Detail }) {
  const providers = useProviders();
  const { publisher, on, accepts, strength, lastUse } = detail;
  const provider = providerOf(providers.data, publisher.type);
  return (
    <article className={styles['card']}>
      <header className={styles['row']}>
        <h3>
          <Link to="/packages/$name/publishers/$id" params={{ name, id: publisher.id }}>
            {provider?.title ?? publisher.type}
          </Link>
        </h3>
        <StrengthBadge level={strength.level} />
        {publisher.paused === true ? <Badge tone="bad">paused</Badge> : null}
        {on === name ? null : (
          <Badge tone="plain">
            by <bdi>{on}</bdi>
          </Badge>
        )}
      </header>
      <p className={styles['sentence']}>
        <bdi>{accepts}</bdi>
      </p>
      <Claims
        claims={publisher.claims}
        labels={Object.fromEntries((provider?.fields ?? []).map((field) => [field.claim, field.label]))}
      />
      <p className={styles['hint']}>
        {lastUse === undefined ? (
          'Waiting for its first run.'
        ) : (
          <>
            Last used <Time at={lastUse.at} />
          </>
        )}
      </p>
    </article>
  );
}
