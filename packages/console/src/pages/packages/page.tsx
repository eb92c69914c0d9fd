import { Page } from '../../elements/index.ts';

export const PackagesPage = () => <Page title="packages">{null}</Page>;
