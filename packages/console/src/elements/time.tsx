const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time in the reader's own zone; hovering or reading it out gives UTC, as copies have it. */
export const Time = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={`${at.replace('T', ' ').replace(/\.\d+Z$|Z$/, '')} UTC`}>
    {WHOLE.format(new Date(at))}
  </time>
);
