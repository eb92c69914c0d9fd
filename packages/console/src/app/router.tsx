import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from '../api/index.ts';
import { answerOf } from '../api/query.ts';
import { mustStrengthen } from '../session/second-step.tsx';
import { FaultPage } from './fault-page.tsx';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { Pending } from './pending.tsx';
import { takesFactor } from './return-address.ts';
import { Shell } from './shell.tsx';

interface Context {
  readonly queries: QueryClient;
}

/** What a page's address may carry after `?`: text by name. A page reads what it knows and ignores the rest. */
const search = (given: Record<string, unknown>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );

const root = createRootRouteWithContext<Context>()({ component: Frame, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search,
  component: lazyRouteComponent(() => import('../pages/sign-in/page.tsx'), 'SignInPage'),
});

/** Everything else is for whoever is signed in; who is not comes back to the same address afterwards. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const to = location.publicHref;
    const session = await context.queries
      .ensureQueryData(answerOf('GET /-/sallyport/v1/session'))
      .catch((fault: unknown) => {
        if (fault instanceof ApiError && fault.status === 401) throw redirect({ to: '/sign-in', search: { to } });
        throw fault;
      });
    if (mustStrengthen(session) && !takesFactor(to)) throw redirect({ to: '/sign-in', search: { to } });
  },
});

const page = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => signedIn, path, validateSearch: search, component });

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('../pages/overview/page.tsx'), 'OverviewPage'),
  ),
  page(
    '/packages',
    lazyRouteComponent(() => import('../pages/packages/page.tsx'), 'PackagesPage'),
  ),
  page(
    '/packages/$name',
    lazyRouteComponent(() => import('../pages/package/page.tsx'), 'PackagePage'),
  ),
  page(
    '/packages/$name/publishers/$id',
    lazyRouteComponent(() => import('../pages/publisher/page.tsx'), 'PublisherPage'),
  ),
  page(
    '/packages/$name/publishers/$id/edit',
    lazyRouteComponent(() => import('../pages/publisher-form/edit-page.tsx'), 'EditPublisherPage'),
  ),
  page(
    '/publishers/new',
    lazyRouteComponent(() => import('../pages/publisher-form/new-page.tsx'), 'NewPublisherPage'),
  ),
  page(
    '/activity',
    lazyRouteComponent(() => import('../pages/activity/page.tsx'), 'ActivityPage'),
  ),
  page(
    '/decisions/$id',
    lazyRouteComponent(() => import('../pages/decision/page.tsx'), 'DecisionPage'),
  ),
  page(
    '/try',
    lazyRouteComponent(() => import('../pages/try-it/page.tsx'), 'TryItPage'),
  ),
  page(
    '/issuers',
    lazyRouteComponent(() => import('../pages/issuers/page.tsx'), 'IssuersPage'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('../pages/audit/page.tsx'), 'AuditPage'),
  ),
  page(
    '/account',
    lazyRouteComponent(() => import('../pages/account/page.tsx'), 'AccountPage'),
  ),
  page(
    '/confirm/$id',
    lazyRouteComponent(() => import('../pages/confirm/page.tsx'), 'ConfirmPage'),
  ),
  page(
    '/first-run',
    lazyRouteComponent(() => import('../pages/first-run/page.tsx'), 'FirstRunPage'),
  ),
  page(
    '/system',
    lazyRouteComponent(() => import('../pages/system/page.tsx'), 'SystemPage'),
  ),
  // Whatever else: within the frame, for whoever is signed in, so that names can be suggested.
  createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound }),
] as const;

export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([signIn, signedIn.addChildren(pages)]),
    basepath: '/-/sallyport',
    context: { queries },
    defaultPreload: 'intent',
    pathParamsAllowedCharacters: ['@'],
    scrollRestoration: true,
    defaultErrorComponent: FaultPage,
    defaultPendingComponent: Pending,
    defaultPendingMs: 400,
    // Plain text in addresses: what a CI log links to is `?package=@acme/hello`, not JSON.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (values) => {
      const params = new URLSearchParams(
        Object.entries(values).flatMap(([name, value]): [string, string][] =>
          value === undefined || value === '' ? [] : [[name, String(value)]],
        ),
      );
      return params.size === 0 ? '' : `?${params}`;
    },
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
