import { Page } from '../../elements/index.ts';

export const EditPublisherPage = () => <Page title="Edit trusted publisher">{null}</Page>;
