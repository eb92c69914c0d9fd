/** Where a registry's troubles are written, for the operator. pino's loggers fit. Nothing written here holds a token (A2). */
export interface UpstreamLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
