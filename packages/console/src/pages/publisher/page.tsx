import { Page } from '../../elements/index.ts';

export const PublisherPage = () => <Page title="publisher">{null}</Page>;
