import type { Found, PublishAnswer } from '../model.ts';
import type { UpstreamAdapter } from './adapter.ts';
import { interpret } from './answer.ts';
import type { Registry } from './registry.ts';
import { type DocumentCall, sendDocument } from './send-document.ts';

export interface PublishCall extends DocumentCall {
  readonly adapter: UpstreamAdapter;
  readonly find: () => Promise<Found>;
}

/** Sends npm's publish document with the gate's credential (P5) and says what came of it (P6). Never throws. */
export async function publishVersion(registry: Registry, call: PublishCall): Promise<PublishAnswer> {
  const path = call.adapter.publish.path(call.publication.package);
  const sent = await sendDocument(registry, call, { method: 'PUT', path, headers: {} });
  return sent.answered ? interpret({ ...call, answer: sent.answer, sent: call.publication.tarball }) : sent.outcome;
}
