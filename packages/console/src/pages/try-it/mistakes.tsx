import { Notice } from '../../elements/index.ts';

interface MistakesProps {
  readonly mistakes: { readonly package: string | undefined; readonly pasted: string | undefined };
}

/** What keeps the question from being asked, with the way to each field. */
export function Mistakes({ mistakes }: MistakesProps) {
  const found = [
    { field: 'try-package', text: mistakes.package },
    { field: 'try-pasted', text: mistakes.pasted },
  ].filter(({ text }) => text !== undefined);
  return found.length === 0 ? null : (
    <Notice tone="bad" title="This cannot be asked yet" live>
      <ul>
        {found.map(({ field, text }) => (
          <li key={field}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault();
                document
                  .querySelector<HTMLElement>(`#${field} input, #${field} textarea, input#${field}, textarea#${field}`)
                  ?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
