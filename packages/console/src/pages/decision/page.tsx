import { Page } from '../../elements/index.ts';

export const DecisionPage = () => <Page title="decision">{null}</Page>;
