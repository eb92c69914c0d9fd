import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type BadgeTone = 'good' | 'warn' | 'bad' | 'plain';
const SIGNS: Readonly<Record<BadgeTone, string>> = { good: '✓', warn: '!', bad: '✕', plain: '' };

/** A word about something's state: with a sign, so that it is told apart without colour. */
export const Badge = ({ tone, children }: { readonly tone: BadgeTone; readonly children: ReactNode }) => (
  <span className={`${styles['badge']} ${styles[tone]}`}>
    {SIGNS[tone] === '' ? null : <span aria-hidden="true">{SIGNS[tone]}</span>}
    {children}
  </span>
);
