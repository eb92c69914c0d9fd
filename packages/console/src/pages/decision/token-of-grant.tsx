import { Claims, Section } from '../../elements/index.ts';
import { type Entry, isObject } from '../../entries/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';
import styles from './page.module.css';

/** Of a publish: what the id_token said that its publish token was given for. */
export function TokenOfGrant({ entry: { kind, actor } }: { readonly entry: Entry }) {
  const providers = useProviders();
  const { claims, provider: type, issuer } = actor;
  if (kind !== 'publish' || !isObject(claims)) return null;
  const provider = providerOf(providers.data, typeof type === 'string' ? type : '');
  return (
    <Section title="The id_token behind it">
      <p className={styles['muted']}>The publish token was given for it, and could publish this one package.</p>
      <div className={styles['card']}>
        <Claims
          claims={{ ...(typeof issuer === 'string' ? { iss: issuer } : {}), ...claims }}
          labels={{ iss: 'Issuer', ...labelsOf(provider) }}
        />
      </div>
    </Section>
  );
}
