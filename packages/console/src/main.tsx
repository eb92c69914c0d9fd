import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/index.ts';
import { createConsoleRouter } from './app/router.tsx';
import './app/global.css';
import { applyStoredTheme } from './app/theme.ts';

/** A refusal stays one when it is asked again; only a gate that does not answer is asked once more. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, fault) => count < 1 && fault instanceof ApiError && (fault.status === 0 || fault.status >= 500),
    },
  },
});

applyStoredTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createConsoleRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);
