import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/index.ts';
import { Button } from './button.tsx';
import { Forbidden } from './forbidden.tsx';
import { Failure } from './notice.tsx';
import styles from './states.module.css';

/** What a page shows of an answer: that it is coming, why it did not, or the answer itself. */
export function Shown<T>({
  query,
  children,
  what,
}: {
  readonly query: UseQueryResult<T>;
  readonly what: string;
  readonly children: (answer: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) {
    return (
      <p role="status" className={styles['waiting']}>
        Loading {what} …
      </p>
    );
  }
  if (query.error instanceof ApiError && query.error.status === 403) {
    return <Forbidden fault={query.error} what={what} />;
  }
  return (
    <div className={styles['failed']}>
      <Failure fault={query.error} title={`The gate did not show ${what}`} />
      <Button onPress={() => void query.refetch()} isPending={query.isFetching}>
        Try again
      </Button>
    </div>
  );
}

/** Nothing is there yet: what it would be, and what to do. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={styles['empty']}>
    <strong>{title}</strong>
    {children}
  </div>
);
