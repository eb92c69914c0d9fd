import { useParams, useSearch } from '@tanstack/react-router';
import { type Answer, useAnswer } from '../../api/index.ts';
import { Block, ButtonLink, Empty, Notice, Page, Section, Shown } from '../../elements/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';
import { Configured } from './configured.tsx';
import { History } from './history.tsx';
import { Pause } from './pause.tsx';
import { Remove } from './remove.tsx';
import { Uses } from './uses.tsx';

type Found = Answer<'GET /-/sallyport/v1/packages/{package}'>;
export type Detail = Found['publishers'][number];

/** One trusted publisher: what it demands, what it pinned, what it was used for, how it came about. */
export function PublisherPage() {
  const { name, id } = useParams({ from: '/signed-in/packages/$name/publishers/$id' });
  const query = useAnswer('GET /-/sallyport/v1/packages/{package}', { params: { package: name } });
  const detail = query.data?.publishers.find(({ publisher }) => publisher.id === id);
  return (
    <Page
      title="Trusted publisher"
      lead={<bdi>{detail === undefined || detail.on === name ? name : `${name}, by ${detail.on}`}</bdi>}
      actions={
        detail === undefined ? undefined : (
          <ButtonLink to="/packages/$name/publishers/$id/edit" params={{ name, id }}>
            Edit
          </ButtonLink>
        )
      }
    >
      <Shown query={query} what="the trusted publisher">
        {(found) =>
          detail === undefined ? <Gone name={name} /> : <Publisher found={found} detail={detail} name={name} />
        }
      </Shown>
      <History id={id} />
    </Page>
  );
}

const Gone = ({ name }: { readonly name: string }) => (
  <Empty title="There is no such trusted publisher here">
    <p>It may have been removed: what happened to it stands below, where the audit still has it.</p>
    <ButtonLink to="/packages/$name" params={{ name }}>
      Publishers of {name}
    </ButtonLink>
  </Empty>
);

interface PublisherProps {
  readonly found: Found;
  readonly detail: Detail;
  readonly name: string;
}

function Publisher({ found, detail, name }: PublisherProps) {
  const { saved } = useSearch({ from: '/signed-in/packages/$name/publishers/$id' });
  const providers = useProviders();
  const provider = providerOf(providers.data, detail.publisher.type);
  const waiting = detail.lastUse === undefined;
  return (
    <>
      {saved === undefined ? null : (
        <Notice
          tone="good"
          title={saved === 'added' ? 'Saved: this publisher is trusted now' : 'The change is saved'}
          live
        >
          <bdi>{detail.accepts}</bdi>
        </Notice>
      )}
      <Section title="What it accepts">
        <Configured detail={detail} provider={provider} />
      </Section>
      <Section title={waiting ? 'Waiting for its first run' : 'Use'}>
        <Uses detail={detail} labels={labelsOf(provider)} obtain={provider?.obtain} />
        {detail.snippet === undefined ? null : waiting ? (
          <Block text={detail.snippet.text} title={detail.snippet.file} what="the pipeline step" />
        ) : (
          <details>
            <summary>The pipeline step</summary>
            <Block text={detail.snippet.text} title={detail.snippet.file} what="the pipeline step" />
          </details>
        )}
      </Section>
      <Section title="Pause or remove">
        <Pause detail={detail} />
        <Remove detail={detail} name={name} others={found.publishers.filter((other) => other !== detail)} />
      </Section>
    </>
  );
}
