import { Field } from '../../elements/index.ts';
import { controlOf, type Preview } from './mistakes.ts';

export interface PackageFieldProps {
  readonly value: string;
  readonly mistake: string | undefined;
  readonly preview: Preview | undefined;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

/** What the publisher is for: one package, or a pattern with what it covers now. */
export const PackageField = ({ value, mistake, preview, onChange, onLeave }: PackageFieldProps) => (
  <Field
    id={controlOf('package')}
    label="Package or pattern"
    isRequired
    mono
    value={value}
    onChange={onChange}
    onBlur={onLeave}
    mistake={mistake}
    help={
      <>
        A name such as <code>@acme/hello</code>, or a pattern of names: <code>@acme/*</code>, <code>@acme/tool-*</code>.{' '}
        <About preview={preview} />
      </>
    }
  />
);

function About({
  preview: { covers, exists } = { mistakes: [], audience: '' },
}: {
  readonly preview: Preview | undefined;
}) {
  if (covers !== undefined) return <Covers {...covers} />;
  if (exists === undefined) return null;
  return (
    <span role="status">
      {exists
        ? 'This package exists.'
        : 'This package does not exist yet: the first publish of a trusted run makes it.'}
    </span>
  );
}

/** What a pattern covers now. What comes later is covered too. */
export const Covers = ({ packages, more }: { readonly packages: readonly string[]; readonly more: boolean }) => (
  <span role="status">
    {packages.length === 0 ? (
      'It covers no package yet; those that come later are covered.'
    ) : (
      <>
        It covers now{' '}
        {packages.map((name, index) => (
          <span key={name}>
            {index === 0 ? '' : ', '}
            <code>{name}</code>
          </span>
        ))}
        {more ? ' and others' : ''}; and those that come later.
      </>
    )}
  </span>
);
