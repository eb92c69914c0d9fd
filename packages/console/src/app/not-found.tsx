import { ButtonLink, Page } from '../elements/index.ts';

export const NotFound = () => (
  <Page title="There is nothing at this address" lead="The page may have moved, or the address is not whole.">
    <p>
      <ButtonLink to="/packages">All packages</ButtonLink>
    </p>
  </Page>
);
