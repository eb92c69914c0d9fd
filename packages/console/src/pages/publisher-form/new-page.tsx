import { Page } from '../../elements/index.ts';

export const NewPublisherPage = () => <Page title="New trusted publisher">{null}</Page>;
