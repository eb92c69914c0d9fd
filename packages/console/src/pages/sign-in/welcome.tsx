import styles from './page.module.css';

/** For whoever stands before a new gate and has no account yet. */
export const Welcome = () => (
  <details className={styles['welcome']}>
    <summary>First time here?</summary>
    <p>
      A new gate prints a one-time link for its first administrator when it starts: open that. It was used, or is gone?
      Run <code>sallyport serve --administrator-link</code> where the gate runs. Everybody else signs in with their
      account of the registry.
    </p>
  </details>
);
