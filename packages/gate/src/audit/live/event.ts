import type { AuditEntry } from '../../store/index.ts';

/** Server-sent events (WHATWG HTML, section 9.2). How soon a browser comes back after a cut: 2 s. */
export const OPENING = 'retry: 2000\n: listening\n\n';

/** Keeps proxies from cutting a silent connection. */
export const COMMENT = ':\n\n';

/** JSON holds no line break, so the entry is one line of data. */
export const entryEvent = (entry: AuditEntry): string =>
  `event: entry\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`;

/** More was missed than is sent again: the page reads its list anew. */
export const gapEvent = (): string => 'event: gap\ndata: {}\n\n';

/** The session has ended, or nobody vouches for the reader any more. */
export const endEvent = (): string => 'event: end\ndata: {}\n\n';
