import { Link, useLocation } from '@tanstack/react-router';
import { useOptionalAnswer } from '../api/index.ts';
import { ButtonLink, Page, Section } from '../elements/index.ts';

/** How many names are suggested. */
const SUGGESTED = '5';

/** No page has this address. Package names that resemble it are offered: most such addresses are a name typed from memory. */
export function NotFound() {
  const searched = useLocation({ select: ({ pathname }) => wordOf(pathname) });
  const found = useOptionalAnswer(
    'GET /-/sallyport/v1/packages',
    searched === '' ? undefined : { query: { search: searched, limit: SUGGESTED } },
  );
  const names = found.data?.packages ?? [];
  return (
    <Page title="There is nothing at this address" lead="The page may have moved, or the address is not whole.">
      {names.length === 0 ? null : (
        <Section title="Did you mean one of these packages?">
          <ul>
            {names.map(({ name }) => (
              <li key={name}>
                <Link to="/packages/$name" params={{ name }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p>
        <ButtonLink to="/packages">All packages</ButtonLink>
      </p>
    </Page>
  );
}

/** What of the address may be a package's name: its last two parts where the first is a scope, else the last. */
function wordOf(pathname: string): string {
  const parts = pathname.split('/').map(decoded).filter(Boolean);
  const scope = parts.at(-2);
  return [...(scope?.startsWith('@') === true ? [scope] : []), parts.at(-1) ?? ''].join('/');
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
