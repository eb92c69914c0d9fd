import { Page } from '../../elements/index.ts';

export const ConfirmPage = () => <Page title="confirm">{null}</Page>;
