export { describeProvider } from './describe-provider.ts';
export { createForm, type Form } from './form.ts';
export type { IssuerRow, Probe } from './issuers.ts';
export type { FormParts } from './parts.ts';
export type { Preview, PreviewRequest } from './preview.ts';
export { setUpQuery } from './set-up.ts';
