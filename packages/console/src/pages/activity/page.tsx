import { Page } from '../../elements/index.ts';

export const ActivityPage = () => <Page title="activity">{null}</Page>;
