import { Page } from '../../elements/index.ts';

export const TryItPage = () => <Page title="try-it">{null}</Page>;
