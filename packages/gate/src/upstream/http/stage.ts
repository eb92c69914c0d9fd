import type { PublishAnswer } from '../model.ts';
import { interpretStaging } from './answer.ts';
import type { PublishCall } from './publish.ts';
import type { Registry } from './registry.ts';
import { sendDocument } from './send-document.ts';
import type { StageAdapter } from './stage-adapter.ts';

/** Sends the same document to the registry's staging, with the gate's credential (P5), and says what came of it (P6). Never throws. */
export async function stageVersion(
  registry: Registry,
  call: PublishCall & { readonly stage: StageAdapter },
): Promise<PublishAnswer> {
  const sent = await sendDocument(registry, call, {
    method: 'POST',
    path: call.stage.path(call.publication.package),
    // What npm sends along; a registry tells staging from publishing, and how it asks for a second factor, by these.
    headers: { 'npm-command': 'stage', 'npm-auth-type': 'web' },
  });
  return sent.answered
    ? interpretStaging({ ...call, answer: sent.answer, sent: call.publication.tarball })
    : sent.outcome;
}
