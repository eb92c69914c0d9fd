import { Page } from '../../elements/index.ts';

export const PackagePage = () => <Page title="package">{null}</Page>;
