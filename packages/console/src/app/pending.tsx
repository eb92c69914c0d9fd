/** A page that is on its way; shown only when that takes a while. */
export const Pending = () => (
  <p role="status" className="pending">
    Loading …
  </p>
);
