import { accept, type Result, refuse } from '@sallyport/trust';
import type { Release, Settlement } from '../grant/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import { type Digests, type PublishAnswer, sameBytes } from '../upstream/index.ts';

/** A version that is upstream. `stageId`: not published, but waiting there for approval, under this id. */
export interface Released {
  readonly stageId: string | undefined;
}

/** How an attempt ended: for the grant, for the audit, for the client. */
export interface Judgement {
  readonly settlement: Settlement;
  readonly audit: 'accepted' | 'staged' | 'refused' | 'conflict' | 'unknown';
  readonly answer: Result<Released, Refusal>;
}

const TRY_AGAIN_SECONDS = 5;

/**
 * What the upstream's answer means (P6). `uncertain`: an earlier attempt with these bytes may have succeeded, or its bytes may still be on
 * their way; then a refusal of this attempt frees nothing, or two versions could go out on one grant (P8).
 */
export function judge(
  answer: PublishAnswer,
  release: Pick<Release, 'version'> & Digests,
  uncertain: boolean,
  packageName: string,
): Judgement {
  const judged = judgeAttempt(answer, release, uncertain, packageName);
  const frees = judged.settlement === 'released' && answer.outcome !== 'exists';
  return uncertain && frees ? { ...judged, settlement: 'unknown' } : judged;
}

function judgeAttempt(
  answer: PublishAnswer,
  release: Pick<Release, 'version'> & Digests,
  uncertain: boolean,
  packageName: string,
): Judgement {
  const spec = `${packageName}@${release.version}`;
  switch (answer.outcome) {
    case 'published':
      return PUBLISHED;
    case 'staged':
      return staged(answer.stageId);
    case 'awaits-approval':
      return uncertain
        ? staged(answer.stageId)
        : refused(
            'version-exists',
            `${spec} waits for approval already, with these very bytes (${answer.stageId}). Nothing more was staged; approve it, or raise the version.`,
          );
    case 'cannot-stage':
      return refused(
        'upstream-cannot-stage',
        `${spec} was not staged: ${answer.message}. Whoever runs this gate sets upstream.publishAs to publish, or upstream.url to a registry with staging.`,
      );
    case 'exists': {
      const same = sameBytes(answer, release);
      if (uncertain && same === true) return PUBLISHED;
      if (uncertain && same === undefined) return unsettled(spec);
      return same === true
        ? refused(
            'version-exists',
            `${spec} exists already, with these very bytes. Nothing was published; raise the version.`,
          )
        : conflict(`${spec} exists already, with other bytes. Nothing was published; raise the version.`);
    }
    case 'refused':
      return answer.status >= 500 || answer.status === 429 || answer.status === 408
        ? refused(
            'upstream-unavailable',
            `The upstream registry answered ${answer.status} and did not publish ${spec}: ${answer.message}`,
            answer.retryAfter ?? TRY_AGAIN_SECONDS,
          )
        : refused('upstream-refused', `The upstream registry refused ${spec} (${answer.status}): ${answer.message}`);
    case 'credential-refused':
      return { settlement: 'released', audit: 'refused', answer: refuse(credentialRefused(spec)) };
    case 'unavailable':
      return refused(answer.code, `${spec} was not published: ${answer.message}`, TRY_AGAIN_SECONDS);
    case 'unknown':
      return unsettled(spec);
  }
}

export const credentialRefused = (spec: string): Refusal =>
  refusal(
    'upstream-credential-refused',
    `${spec} was not published: the upstream registry does not take this gate's own credential. That is nothing you can change; tell whoever runs this gate.`,
  );

const PUBLISHED: Judgement = {
  settlement: 'published',
  audit: 'accepted',
  answer: accept({ stageId: undefined }),
};

const staged = (stageId: string): Judgement => ({
  settlement: 'staged',
  audit: 'staged',
  answer: accept({ stageId }),
});

const unsettled = (spec: string): Judgement => ({
  settlement: 'unknown',
  audit: 'unknown',
  answer: refuse(
    refusal(
      'publish-unsettled',
      `The upstream registry did not say whether it published ${spec}. Repeat the same publish; it will not be published twice.`,
      TRY_AGAIN_SECONDS,
    ),
  ),
});

type UpstreamCode =
  | 'version-exists'
  | 'upstream-refused'
  | 'upstream-cannot-stage'
  | 'upstream-unavailable'
  | 'upstream-credential-missing';

const refused = (code: UpstreamCode, message: string, retryAfter?: number): Judgement => ({
  settlement: 'released',
  audit: 'refused',
  answer: refuse(refusal(code, message, retryAfter)),
});

const conflict = (message: string): Judgement => ({
  settlement: 'released',
  audit: 'conflict',
  answer: refuse(refusal('version-conflict', message)),
});
