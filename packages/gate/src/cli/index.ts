export { type Io, processIo } from './io.ts';
export { main } from './main.ts';
export type { DemoCommand, OpenAccounts, OpenAudit, Parts, ServeCommand, ServeStart } from './parts.ts';
