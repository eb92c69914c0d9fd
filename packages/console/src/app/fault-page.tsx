import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ApiError } from '../api/index.ts';
import { Button, Failure, Forbidden, Page } from '../elements/index.ts';

/** A page that failed as a whole: the gate refused or did not answer, the console was replaced by a newer one, or it has a mistake. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (error instanceof ApiError && error.status === 403) {
    return (
      <Page title="This is not yours to see">
        <Forbidden fault={error} what="this page" />
      </Page>
    );
  }
  if (isReplaced(error)) {
    return (
      <Page title="The console was updated" lead="This page was opened before. Load it again to go on.">
        <div>
          <Button look="primary" onPress={() => globalThis.location.reload()}>
            Load it again
          </Button>
        </div>
      </Page>
    );
  }
  return (
    <Page title="This page cannot be shown">
      {error instanceof ApiError ? (
        <Failure fault={error} />
      ) : (
        <Failure
          fault={
            new Error(
              'The console made a mistake. The gate is not touched by it; `sallyport` on the command line does the same.',
            )
          }
        />
      )}
      <div>
        <Button look="primary" onPress={again}>
          Try again
        </Button>
      </div>
    </Page>
  );
}

/** The file of a page is gone: a newer gate serves newer ones. */
const isReplaced = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|importing a module script failed|preload CSS/i.test(error.message);
