import { Link } from '@tanstack/react-router';
import type { ApiError } from '../../api/index.ts';
import { ButtonLink, Empty } from '../../elements/index.ts';

/** No entry of this number that the reader may see: what is kept, and who sees what. */
export const NotThere = ({ fault }: { readonly fault: ApiError }) => (
  <Empty title="There is no such entry, or you may not see it">
    <p>{fault.message}</p>
    <p>
      Entries of the audit are not deleted. Whoever configures a package sees those about it; administrators see all. If
      you came from a refusal in a CI log, sign in as an owner of that package: <Link to="/account">your account</Link>.
    </p>
    <p>
      Not everything leaves an entry. A token that could not be verified leaves none. Of refusals, ten a minute are
      written for each repository; the rest is counted in the next one. Publish tokens and what they may still do are
      forgotten some minutes after they end.
    </p>
    <ButtonLink to="/activity">Activity</ButtonLink>
  </Empty>
);
