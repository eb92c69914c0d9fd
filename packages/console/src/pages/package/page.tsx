import { useParams } from '@tanstack/react-router';
import { type Answer, useAnswer } from '../../api/index.ts';
import { Badge, ButtonLink, Page, Section, Shown } from '../../elements/index.ts';
import { Covered } from './covered.tsx';
import { OnlySwitch } from './only-switch.tsx';
import { Publishers } from './publishers.tsx';
import { Releases } from './releases.tsx';

type PackageOf = Answer<'GET /-/sallyport/v1/packages/{package}'>;

/** One package, or one pattern of names: who may publish it, and what was published. */
export function PackagePage() {
  const { name } = useParams({ from: '/signed-in/packages/$name' });
  const query = useAnswer('GET /-/sallyport/v1/packages/{package}', { params: { package: name } });
  return (
    <Page
      title={name}
      lead={query.data === undefined ? undefined : <State of={query.data} />}
      actions={
        <ButtonLink look="primary" to="/publishers/new" search={{ package: name }}>
          Add a trusted publisher
        </ButtonLink>
      }
    >
      <Shown query={query} what="this package">
        {(found) => (
          <>
            <Section title="Trusted publishers">
              <Publishers name={name} publishers={found.publishers} />
            </Section>
            {found.covers === undefined ? null : (
              <Section title="Packages that it covers">
                <Covered {...found.covers} />
              </Section>
            )}
            {found.pattern ? null : (
              <>
                <Section title="Trusted publishing only">
                  <OnlySwitch found={found} />
                </Section>
                <Section title="Releases">
                  <Releases releases={found.releases} />
                </Section>
              </>
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

function State({ of: { pattern, exists, trustedPublishingOnly } }: { readonly of: PackageOf }) {
  if (pattern) return 'A pattern of names: its publishers may publish every package that matches.';
  if (trustedPublishingOnly) return <Badge tone="good">trusted publishing only</Badge>;
  if (exists === false) return 'Not published yet: the first publish of a trusted run makes it.';
  return exists === undefined ? 'The upstream did not say whether this package exists.' : 'A package of this registry.';
}
