import { Page } from '../../elements/index.ts';

export const SystemPage = () => <Page title="system">{null}</Page>;
