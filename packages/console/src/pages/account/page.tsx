import { Page } from '../../elements/index.ts';

export const AccountPage = () => <Page title="account">{null}</Page>;
