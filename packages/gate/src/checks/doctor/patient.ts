import type { AuditStore } from '../../store/index.ts';
import type { EmbeddedAccounts } from '../../upstream/index.ts';
import type { Subject } from '../subject.ts';
import type { Asked } from './ask.ts';

/** A gate as the doctor sees it: by its configuration and from outside, whether it runs or not. */
export interface Patient extends Subject {
  /** The configuration file, undefined where there is none; and what was said when it was read. */
  readonly file: string | undefined;
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
  /** Where clients find it: `url`, or the address it listens on. */
  readonly url: string;
  /** Asks the address that the configuration listens on, once: what answers there. */
  readonly atListen: () => Promise<Asked>;
  readonly openAudit: () => Promise<Pick<AuditStore, 'list'> & { close(): Promise<void> }>;
  /** Accounts of the embedded registry; undefined for another upstream. */
  readonly accounts: EmbeddedAccounts | undefined;
}

/** What tells a gate of Sallyport from anything else that answers: providers, each with the audience that the gate asks for. */
export const PROBE_PATH = '/-/sallyport/v1/providers';

/** The audience that a gate says pipelines must ask for; undefined where the answer is none of a gate. */
export function audienceIn(asked: Asked): string | undefined {
  if (!asked.ok || asked.status !== 200) return undefined;
  const [first] = Array.isArray(asked.body) ? (asked.body as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'audience' in first && typeof first.audience === 'string'
    ? first.audience
    : undefined;
}
