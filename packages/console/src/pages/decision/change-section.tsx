import { Difference, Section } from '../../elements/index.ts';
import { type Entry, isObject } from '../../entries/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';

/** What a change of trust changed. */
export function ChangeSection({ entry: { kind, change } }: { readonly entry: Entry }) {
  const providers = useProviders();
  if (kind !== 'trust' || !isObject(change)) return null;
  const { before, after } = change;
  const publisher = isObject(after) ? after : before;
  const type = isObject(publisher) && typeof publisher['type'] === 'string' ? publisher['type'] : '';
  return (
    <Section title="What changed">
      <Difference
        caption="Before and after"
        before={before}
        after={after}
        labels={{ trustedPublishingOnly: 'Trusted publishing only', ...labelsOf(providerOf(providers.data, type)) }}
      />
    </Section>
  );
}
