/**
 * Who may do what: every endpoint of ours, by method and path as openapi.json writes it. A test walks both and asks each as a stranger.
 *
 * - anybody: no credential is asked for
 * - signed-in: a person or administrator; answers hold nothing of packages that they may not configure
 * - configures: whoever may configure trust of the package that the request names (T1, T2)
 * - own: one's own account, session or confirmation, never another's
 * - holder: whoever holds the publish token that it is about, and shows it; nobody else, whoever they are
 * - administrator: nobody else
 */
export type Permission = 'anybody' | 'signed-in' | 'configures' | 'own' | 'holder' | 'administrator';

export const PERMISSIONS: Readonly<Record<string, Permission>> = {
  'POST /-/npm/v1/oidc/token/exchange/package/{package}': 'anybody',
  'GET /-/package/{package}/trust': 'configures',
  'POST /-/package/{package}/trust': 'configures',
  'PATCH /-/package/{package}/trust/{id}': 'configures',
  'DELETE /-/package/{package}/trust/{id}': 'configures',
  // With an id_token: what a refused exchange would say. With claims alone: configures.
  'POST /-/sallyport/v1/check': 'anybody',
  'GET /-/sallyport/v1/audit': 'signed-in',
  'GET /-/sallyport/v1/audit/{id}': 'signed-in',
  'GET /-/sallyport/v1/audit/export': 'signed-in',
  'GET /-/sallyport/v1/events': 'signed-in',
  // Details only for administrators.
  'GET /-/sallyport/v1/health/live': 'anybody',
  'GET /-/sallyport/v1/health/ready': 'anybody',
  'GET /-/sallyport/v1/providers': 'anybody',
  'POST /-/sallyport/v1/session': 'anybody',
  'GET /-/sallyport/v1/session': 'own',
  'DELETE /-/sallyport/v1/session': 'own',
  'POST /-/sallyport/v1/session/passkey-options': 'anybody',
  'POST /-/sallyport/v1/session/second-factor': 'own',
  'POST /-/sallyport/v1/session/second-factor/options': 'own',
  'GET /-/sallyport/v1/account': 'own',
  'DELETE /-/sallyport/v1/account/sessions/{id}': 'own',
  'POST /-/sallyport/v1/account/passkeys/options': 'own',
  'POST /-/sallyport/v1/account/passkeys': 'own',
  'DELETE /-/sallyport/v1/account/passkeys/{id}': 'own',
  'POST /-/sallyport/v1/account/totp': 'own',
  'POST /-/sallyport/v1/account/totp/confirm': 'own',
  'DELETE /-/sallyport/v1/account/totp': 'own',
  'POST /-/sallyport/v1/account/recovery-codes': 'own',
  'GET /-/sallyport/v1/confirmations/{id}': 'own',
  'POST /-/sallyport/v1/confirmations/{id}/options': 'own',
  'POST /-/sallyport/v1/confirmations/{id}/approve': 'own',
  'POST /-/sallyport/v1/confirmations/{id}/refuse': 'own',
  // Whoever holds the secret in it: pnpm sends no authorization.
  'GET /-/sallyport/v1/confirmations/done/{secret}': 'anybody',
  'GET /-/sallyport/v1/packages': 'signed-in',
  'GET /-/sallyport/v1/packages/{package}': 'configures',
  'PUT /-/sallyport/v1/packages/{package}/policy': 'configures',
  'POST /-/sallyport/v1/preview': 'signed-in',
  'POST /-/sallyport/v1/recognise': 'signed-in',
  'GET /-/sallyport/v1/issuers': 'signed-in',
  'POST /-/sallyport/v1/issuers/probe': 'signed-in',
  'GET /-/sallyport/v1/overview': 'signed-in',
  'GET /-/sallyport/v1/system': 'administrator',
  'GET /-/sallyport/v1/switches': 'administrator',
  'PUT /-/sallyport/v1/switches': 'administrator',
  'DELETE /-/sallyport/v1/publish-token': 'holder',
};
