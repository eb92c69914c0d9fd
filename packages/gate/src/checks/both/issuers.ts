import type { IssuerStatus } from '@sallyport/trust';
import { type Finding, ok, silent, warning } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';

/** Every issuer that was asked gives keys, and when it did last; those configured as insecure are named. */
export const issuers: Check<Subject> = async ({ issuers: directory, statuses, configuration }) => {
  const configured = new Set(configuration.issuers.map(({ issuer }) => issuer));
  return [
    ...statuses().map((status) => judge(status, configured.has(status.issuer))),
    ...directory
      .insecure()
      .map((issuer) =>
        warning(
          'issuer',
          `${issuer} is configured as insecure: for trying things out only`,
          'take it out before real use',
        ),
      ),
  ];
};

function judge({ issuer, keys, problem, refreshedAt, failedAt }: IssuerStatus, configured: boolean): Finding {
  const last = refreshedAt === undefined ? 'never read' : `last read ${at(refreshedAt)}`;
  if (problem === undefined) return ok('issuer', `${issuer}: ${keys} keys, ${last}`);
  const detail = `${issuer}: ${problem}; ${last}${failedAt === undefined ? '' : `, failed ${at(failedAt)}`}`;
  return configured
    ? silent(
        'issuer',
        detail,
        'no pipeline of it can publish: see that this machine reaches it, and that the address is exact',
      )
    : warning('issuer', detail, 'no pipeline of it can publish; name it in disable where nobody uses it');
}

const at = (time: number): string => new Date(time).toISOString();
