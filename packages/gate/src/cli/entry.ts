import { builtInProviders } from '@sallyport/trust';
import { processIo } from './io.ts';
import { main } from './main.ts';
import type { Parts } from './parts.ts';

/** The program: what bin/sallyport.js starts once the Node it runs on is new enough. */
export async function start(argv: readonly string[]): Promise<void> {
  // Whoever reads stdout may stop reading (`| head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await main(argv, processIo(), parts);
}

/** The seam: the rooms that these come from do not exist yet. */
const missing = (what: string) => () => Promise.reject(new Error(`${what} is not wired yet`));
const parts: Parts = {
  providers: builtInProviders,
  serve: missing('serve'),
  demo: missing('demo'),
  openAudit: missing('audit export'),
};
