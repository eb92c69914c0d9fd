import {
  type ClaimField,
  type ClaimValue,
  claimValueFromText,
  type Permission,
  type Provider,
  type PublisherDraft,
  parsePublisher,
} from '@sallyport/trust';
import { Command, Option } from 'commander';
import { secondsIn } from '../../config/index.ts';
import { type Failure, usage } from '../outcome.ts';
import type { TrustFlags } from './publishers.ts';

/** What every `trust add PROVIDER` takes beside the flags of its provider; the names are npm's where npm has them. */
export interface AddFlags extends TrustFlags {
  readonly issuer?: string;
  readonly note?: string;
  readonly tokenLifetime?: string;
  readonly allowPublish?: boolean;
  readonly allowStagePublish?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Gives a command the flags that derive from a provider's file: one a claim, npm's other spellings of it hidden. */
export function addProviderFlags(command: Command, provider: Provider): void {
  for (const field of provider.fields) {
    for (const name of [field.flag, ...(field.flagAliases ?? [])]) {
      const option = new Option(
        `--${name} <value>`,
        `${field.required ? '' : '(optional) '}${field.label}. ${field.help}`,
      );
      command.addOption((name === field.flag ? option : option.hideHelp()).argParser(collect));
    }
  }
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** What a person gave for each claim, by flag or by answer: claims without any are not in it. */
export type Given = ReadonlyMap<string, readonly string[]>;

export const givenFlags = (command: Command, provider: Provider): Given =>
  new Map(
    provider.fields
      .map(({ claim, flag, flagAliases }) => [claim, valuesOf(command, [flag, ...(flagAliases ?? [])])] as const)
      .filter(([, texts]) => texts.length > 0),
  );

/** The required fields without a value. */
export const missingFields = (provider: Provider, given: Given): readonly ClaimField[] =>
  provider.fields.filter(({ claim, required }) => required && !given.has(claim));

/** The claims of a publisher, from what a person typed. */
export const claimsOf = (provider: Provider, given: Given): Readonly<Record<string, ClaimValue>> =>
  Object.fromEntries(
    provider.fields.flatMap((field) => {
      const texts = given.get(field.claim);
      return texts === undefined ? [] : [[field.claim, claimValueFromText(field, texts)] as const];
    }),
  );

/** The publisher that somebody described, checked as the gate will check it; every missing flag is named at once. */
export function publisherFrom(provider: Provider, given: Given, flags: AddFlags): PublisherDraft | Failure {
  const missing = missingFields(provider, given);
  if (missing.length > 0)
    return usage(missing.map((field) => `--${field.flag} is missing: ${field.label}. ${field.help}`).join('\n'));
  const twice = provider.fields.find(
    ({ claim, forms }) => (given.get(claim)?.length ?? 0) > 1 && !forms.includes('all'),
  );
  if (twice !== undefined) return usage(`--${twice.flag} is given more than once, and takes one value`);
  const lifetime = flags.tokenLifetime === undefined ? undefined : secondsIn(flags.tokenLifetime);
  if (flags.tokenLifetime !== undefined && lifetime === undefined)
    return usage(
      `--token-lifetime is ${JSON.stringify(flags.tokenLifetime)}; accepted: a duration such as 90s, 5m or 1h`,
    );
  const parsed = parsePublisher(
    {
      type: provider.type,
      ...(flags.issuer === undefined ? {} : { issuer: flags.issuer }),
      claims: claimsOf(provider, given),
      permissions: permissionsOf(flags),
      ...(flags.note === undefined ? {} : { note: flags.note }),
      ...(lifetime === undefined ? {} : { tokenLifetime: lifetime }),
    },
    { providers: [provider] },
  );
  return parsed.ok ? parsed.value : usage(parsed.refusal.message);
}

function valuesOf(command: Command, flags: readonly string[]): readonly string[] {
  const values = command.opts<Record<string, readonly string[] | undefined>>();
  return flags.flatMap((name) => values[new Option(`--${name} <v>`).attributeName()] ?? []);
}

/** Without either flag: publish, as a gate reads a publisher without permissions. */
function permissionsOf(flags: AddFlags): readonly Permission[] {
  const publish = flags.allowPublish === true || flags.allowStagePublish !== true;
  return [
    ...(publish ? ['createPackage' as const] : []),
    ...(flags.allowStagePublish === true ? ['createStagedPackage' as const] : []),
  ];
}
