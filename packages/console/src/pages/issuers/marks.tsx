import { Badge, type BadgeTone } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Issuer } from './page.tsx';

interface Mark {
  readonly name: 'disabled' | 'insecure' | 'private' | 'default' | 'configured';
  readonly tone: BadgeTone;
  readonly word: string;
  readonly means: string;
}

const MARKS: readonly Mark[] = [
  {
    name: 'disabled',
    tone: 'bad',
    word: 'switched off',
    means: 'its tokens are refused (“Switched off” on the system page, or “disable” in the configuration)',
  },
  {
    name: 'insecure',
    tone: 'warn',
    word: 'insecure',
    means: 'http and addresses of this machine are allowed for this issuer: never in production',
  },
  { name: 'private', tone: 'plain', word: 'private', means: 'its address may be a private one' },
  {
    name: 'default',
    tone: 'plain',
    word: 'default',
    means: 'publishers of its provider that name no issuer mean this one',
  },
  {
    name: 'configured',
    tone: 'plain',
    word: 'configured',
    means: 'added in the configuration; the others are built in',
  },
];

/** What is out of the ordinary about an issuer. */
export const Marks = ({ issuer }: { readonly issuer: Issuer }) => (
  <span className={styles['row']}>
    {MARKS.filter(({ name }) => issuer[name]).map(({ name, tone, word }) => (
      <Badge key={name} tone={tone}>
        {word}
      </Badge>
    ))}
  </span>
);

/** What the marks mean that some issuer has. */
export function Legend({ issuers }: { readonly issuers: readonly Issuer[] }) {
  const used = MARKS.filter(({ name }) => issuers.some((issuer) => issuer[name]));
  return used.length === 0 ? null : (
    <ul className={styles['legend']}>
      {used.map(({ name, word, means }) => (
        <li key={name}>
          <strong>{word}</strong>: {means}.
        </li>
      ))}
    </ul>
  );
}
