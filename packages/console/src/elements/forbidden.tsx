import { Link } from '@tanstack/react-router';
import type { ApiError } from '../api/index.ts';
import { Failure } from './notice.tsx';
import styles from './states.module.css';

/** The gate said no to this reader: its own words say who may; what to do about it stands below. */
export const Forbidden = ({ fault, what }: { readonly fault: ApiError; readonly what: string }) => (
  <div className={styles['failed']}>
    <Failure fault={fault} title={`You may not see ${what}`} />
    <p>
      Ask somebody who may, or <Link to="/account">sign in as somebody else</Link>.
    </p>
  </div>
);
