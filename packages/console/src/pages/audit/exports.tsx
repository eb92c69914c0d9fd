import { urlOf } from '../../api/index.ts';
import styles from './page.module.css';

const FORMATS = [
  { format: 'csv', text: 'CSV' },
  { format: 'jsonl', text: 'JSON lines' },
] as const;

/** The same entries as files, all of them and not only this page. The export itself is audited. */
export const Exports = ({ filters }: { readonly filters: Readonly<Record<string, string>> }) => (
  <span className={styles['row']}>
    {FORMATS.map(({ format, text }) => (
      <a
        key={format}
        className={styles['export']}
        href={urlOf('/-/sallyport/v1/audit/export', {}, { format, ...filters })}
        download={`audit.${format}`}
      >
        Export as {text}
      </a>
    ))}
  </span>
);
