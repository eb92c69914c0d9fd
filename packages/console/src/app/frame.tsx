import { Outlet } from '@tanstack/react-router';
import { Announcer } from './announcer.tsx';

/** Around every page, also those of nobody in particular. */
export const Frame = () => (
  <>
    <Outlet />
    <Announcer />
  </>
);
