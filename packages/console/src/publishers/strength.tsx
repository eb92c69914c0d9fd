import type { Answer } from '../api/index.ts';
import { Badge, type BadgeTone, Prose } from '../elements/index.ts';

type Strength = NonNullable<Answer<'POST /-/sallyport/v1/preview'>['strength']>;
const TONES: Readonly<Record<Strength['level'], BadgeTone>> = { strong: 'good', fair: 'plain', weak: 'warn' };
const WORDS: Readonly<Record<Strength['level'], string>> = { strong: 'Strong', fair: 'Fair', weak: 'Weak' };

export const StrengthBadge = ({ level }: Pick<Strength, 'level'>) => <Badge tone={TONES[level]}>{WORDS[level]}</Badge>;

/** What would raise it, most effective first. */
export const Raise = ({ raise }: Pick<Strength, 'raise'>) =>
  raise.length === 0 ? null : (
    <ul>
      {raise.map(({ text }) => (
        <li key={text}>
          <Prose text={text} />
        </li>
      ))}
    </ul>
  );
