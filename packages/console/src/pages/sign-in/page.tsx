import { Page } from '../../elements/index.ts';

export const SignInPage = () => <Page title="sign-in">{null}</Page>;
