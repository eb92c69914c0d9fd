export { consoleOrigins, consoleUrl } from './console-origin.ts';
export { STATUS } from './errors.ts';
export type { HttpParts } from './parts.ts';
export { createServer } from './server.ts';
