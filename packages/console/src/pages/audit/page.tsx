import { Page } from '../../elements/index.ts';

export const AuditPage = () => <Page title="audit">{null}</Page>;
