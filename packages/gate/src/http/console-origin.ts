/**
 * Where people open the console: the gate's address, or, where that is a loopback address, `localhost` on its port: browsers allow
 * passkeys there and for no IP address (WebAuthn section 5.1.2, effective domain).
 */
export function consoleOrigin(url: string): string {
  const { protocol, hostname, port, origin } = new URL(url);
  const loopback = hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return loopback ? `${protocol}//localhost${port === '' ? '' : `:${port}`}` : origin;
}
