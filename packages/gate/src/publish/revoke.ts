import { accept, type Clock, type Result, refuse } from '@sallyport/trust';
import { HEARTBEAT_MS, onExchange } from '../grant/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Settlement } from '../settlement/index.ts';
import type { HeldGrant } from '../store/index.ts';
import { hashToken } from '../tokens/index.ts';
import { type AdmitParts, issuedAs } from './admit.ts';
import { publishAudit } from './audit-draft.ts';

export interface RevokeParts extends AdmitParts {
  readonly settlement: Settlement;
  readonly now: Clock;
}

export interface RevokeRequest {
  readonly token: string;
  readonly requestId: string;
}

export type Revoke = (request: RevokeRequest) => Promise<Result<undefined, Refusal>>;

/** How often the grant is looked at again because somebody was faster. */
const ROUNDS = 4;

/**
 * The holder of a publish token gives it back, so that nobody finds it in a log later. While its grant is live the token ends, and the
 * same id_token may be exchanged again (G1); a spent one has nothing left to end. While a publish with it is under way, or nobody knows
 * how one ended, it is refused: the same bytes may have to be sent again with this token (P6). A token that has ended otherwise may be
 * given back too.
 */
export function createRevoke(parts: RevokeParts): Revoke {
  return async (request) => {
    const tokenHash = hashToken(request.token);
    for (let round = 1; round <= ROUNDS; round++) {
      const issued = await issuedAs(parts, request.token);
      if (!issued.ok) return issued;
      const { grant } = issued.value;
      switch (onExchange(grant, parts.now())) {
        case 'spent':
          return accept(undefined);
        case 'mint':
          if (await parts.store.grants.revoke(tokenHash, revocation(parts, request, issued.value)))
            return accept(undefined);
          break;
        case 'wait':
          return refuse(underWay(issued.value));
        case 'settle':
          await parts.settlement.ask(grant, request.requestId);
          if ((await parts.store.grants.byId(grant.id))?.state === 'bound') return refuse(unknown(issued.value));
          break;
      }
    }
    return refuse(
      refusal('grant-in-use', 'Others use this publish token at this moment. Try again.', HEARTBEAT_MS / 1000),
    );
  };
}

const revocation = (parts: RevokeParts, request: RevokeRequest, held: HeldGrant) => ({
  ...publishAudit(parts.now(), request, held, undefined),
  kind: 'exchange' as const,
  outcome: 'revoked',
});

const underWay = ({ grant }: HeldGrant): Refusal =>
  refusal(
    'grant-in-use',
    `A publish of ${grant.package}@${grant.release?.version} with this token is under way. Wait for its outcome: a token that has published is spent and needs no revoking.`,
    HEARTBEAT_MS / 1000,
  );

const unknown = ({ grant }: HeldGrant): Refusal =>
  refusal(
    'grant-in-use',
    `Nobody knows yet whether ${grant.package}@${grant.release?.version} was published with this token, and only the same bytes may be sent with it again. Repeat that publish, or try again in a minute.`,
    HEARTBEAT_MS / 1000,
  );
