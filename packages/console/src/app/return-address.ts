const CONSOLE = '/-/sallyport/';
const API = '/-/sallyport/v1/';
const CONFIRM = '/-/sallyport/confirm/';

/**
 * Where to go after signing in: `to`, where it is a page of this console, else its first page. An address elsewhere would make our sign-in
 * page the first half of somebody's forgery.
 */
export function safeReturn(to: string | undefined, origin: string): string {
  if (to === undefined || !URL.canParse(to, origin)) return CONSOLE;
  const { origin: there, pathname, search, hash } = new URL(to, origin);
  const ours = there === origin && pathname.startsWith(CONSOLE) && !pathname.startsWith(API);
  return ours && !pathname.startsWith(`${CONSOLE}sign-in`) ? `${pathname}${search}${hash}` : CONSOLE;
}

/** Whether it is the page that takes a second factor itself: asking for one before it would be asking twice. */
export const takesFactor = (path: string): boolean => path.startsWith(CONFIRM);
