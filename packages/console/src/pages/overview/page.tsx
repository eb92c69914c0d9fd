import { Page } from '../../elements/index.ts';

export const OverviewPage = () => <Page title="overview">{null}</Page>;
