import { accept, type Clock, type IssuerDirectory, type Result, refuse } from '@sallyport/trust';
import type { Actor } from '../audit/index.ts';
import type { Shown } from '../confirmations/index.ts';
import type { Refusal } from '../refusals/index.ts';
import type { AuditDraft, Store, SwitchedOff } from '../store/index.ts';
import { isKnown, knownSwitches, type Switch, switchOf } from './known.ts';
import { stillConfigured, switchSentence, unknownName } from './sentences.ts';

export interface SwitchesParts {
  readonly store: Pick<Store, 'switches'>;
  readonly issuers: () => IssuerDirectory;
  readonly now: Clock;
}

/** Who switches, and in which request. The caller has decided that they may: administrators alone. */
export interface SwitchBy {
  /** As lists show it: an account's name, or where an administrator's token is configured. */
  readonly name: string;
  readonly actor: Actor;
  readonly requestId: string;
}

/** A switch that can be thrown: what a person confirms, and throwing it. Where it stands as it is asked for, there is nothing to confirm. */
export interface SwitchPlan {
  readonly shown: Shown | undefined;
  apply(by: SwitchBy): Promise<Switch>;
}

/**
 * Providers and issuers, switched off while gates run (G3). Nothing is remembered here: every gate on the store asks it at each exchange
 * and publish.
 */
export interface Switches {
  list(): Promise<readonly Switch[]>;
  /** Refused: a name that nothing here knows (`switch-unknown`), switching on what the configuration switches off (`switch-configured`). */
  plan(name: string, disabled: boolean, note: string | undefined): Promise<Result<SwitchPlan, Refusal>>;
}

export function createSwitches({ store, issuers, now }: SwitchesParts): Switches {
  return {
    list: async () => knownSwitches(issuers(), await store.switches.all()),

    async plan(name, disabled, note) {
      const off = await store.switches.all();
      const before = switchOf(issuers(), name, off);
      if (before.off === undefined && !isKnown(issuers(), name)) return refuse(unknownName(name, issuers()));
      if (!disabled && before.off?.configured === true) return refuse(stillConfigured(before));
      if (disabled === (before.off?.switched !== undefined))
        return accept({ shown: undefined, apply: async () => before });
      const sentence = switchSentence(before, disabled);
      const shown: Shown = {
        action: 'switch',
        sentence,
        before: { name, disabled: before.off !== undefined },
        after: { name, disabled, ...(note === undefined ? {} : { note }) },
      };
      return accept({ shown, apply: (by) => turn(before, disabled, note, by) });
    },
  };

  /** Whoever was faster with the same has their entry; this one then changes nothing. */
  async function turn(before: Switch, disabled: boolean, note: string | undefined, by: SwitchBy): Promise<Switch> {
    const { name } = before;
    const at = now();
    const audit: AuditDraft = {
      at,
      kind: 'administration',
      outcome: disabled ? 'switched-off' : 'switched-on',
      actor: by.actor,
      change: {
        name,
        ...(note === undefined ? {} : { note }),
        before: recorded(before.off),
        after: { disabled },
      },
      requestId: by.requestId,
    };
    await (disabled ? store.switches.off(name, { by: by.name, at, note }, audit) : store.switches.on(name, audit));
    return switchOf(issuers(), name, await store.switches.all());
  }
}

/** What was, as the audit keeps it. */
const recorded = (off: SwitchedOff | undefined) =>
  off === undefined
    ? { disabled: false }
    : { disabled: true, configured: off.configured, ...(off.switched === undefined ? {} : { by: off.switched.by }) };
