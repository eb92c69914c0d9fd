import type { PublishAnswer } from '../model.ts';
import { interpretStaging } from './answer.ts';
import { errorMessage } from './message.ts';
import type { PublishCall } from './publish.ts';
import type { Registry } from './registry.ts';
import { sendDocument } from './send-document.ts';
import { stageIdIn } from './stage-queue.ts';

export interface StageCall extends PublishCall {
  /** Whether 404 can only be about this package: a registry of this kind has the endpoint. */
  readonly hasStaging: boolean;
}

/** npm's `POST /-/stage/package/{name}` with the gate's credential (P5), and what came of it (P6). Never throws. */
export async function stageVersion(registry: Registry, call: StageCall): Promise<PublishAnswer> {
  const sent = await sendDocument(registry, call, {
    method: 'POST',
    path: (name) => `/-/stage/package/${name}`,
    // What npm sends along; registries tell staging from publishing, and how a second factor is asked for, by these.
    headers: { 'npm-command': 'stage', 'npm-auth-type': 'web' },
  });
  if (!sent.answered) return sent.answer;
  return interpretStaging({
    status: sent.status,
    message: errorMessage(sent.body, call.credential),
    stageId: stageIdIn(sent.body),
    sent: call.publication.tarball.integrity,
    hasStaging: call.hasStaging,
    find: call.find,
  });
}
