import type { Found, PublishAnswer } from '../model.ts';
import { interpret } from './answer.ts';
import { errorMessage } from './message.ts';
import type { Registry } from './registry.ts';
import { type DocumentCall, sendDocument } from './send-document.ts';

export interface PublishCall extends DocumentCall {
  /** Asks whether the version is there now. */
  readonly find: () => Promise<Found>;
}

/** npm's `PUT /{name}` with the gate's credential (P5), and what came of it (P6). Never throws. */
export async function publishVersion(registry: Registry, call: PublishCall): Promise<PublishAnswer> {
  const sent = await sendDocument(registry, call, { method: 'PUT', path: (name) => `/${name}`, headers: {} });
  if (!sent.answered) return sent.answer;
  const words = errorMessage(sent.body, call.credential);
  return interpret(sent.status, words, call.publication.tarball.integrity, call.find);
}
