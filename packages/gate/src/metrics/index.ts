export { METRICS } from './catalogue.ts';
export { type Build, createMeters, type Meters, type Readings } from './meters.ts';
export { type MetricsListener, serveMetrics } from './serve.ts';
