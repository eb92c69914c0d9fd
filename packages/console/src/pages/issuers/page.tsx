import { Page } from '../../elements/index.ts';

export const IssuersPage = () => <Page title="issuers">{null}</Page>;
