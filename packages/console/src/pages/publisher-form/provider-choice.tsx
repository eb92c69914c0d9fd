import type { Provider } from '../../providers/index.ts';
import styles from './form.module.css';
import { controlOf } from './mistakes.ts';

export interface ProviderChoiceProps {
  readonly providers: readonly Provider[];
  readonly type: string;
  readonly onChange: (type: string) => void;
}

/** Whose tokens are meant: what the fields below are drawn from. */
export const ProviderChoice = ({ providers, type, onChange }: ProviderChoiceProps) => (
  <fieldset className={styles['group']}>
    <legend>Where the pipeline runs</legend>
    <div className={styles['cards']}>
      {providers.map((provider, index) => (
        <label key={provider.type} className={styles['card']}>
          <input
            {...(index === 0 ? { id: controlOf('type') } : {})}
            type="radio"
            name="provider"
            value={provider.type}
            checked={provider.type === type}
            onChange={() => onChange(provider.type)}
          />{' '}
          {provider.title}
        </label>
      ))}
    </div>
  </fieldset>
);
