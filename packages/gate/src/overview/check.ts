/** One answer to whether the gate can serve. */
export interface HealthCheck {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  /** For administrators: what is wrong and what to do. */
  readonly detail?: string;
}

export type Health = () => Promise<readonly HealthCheck[]>;
