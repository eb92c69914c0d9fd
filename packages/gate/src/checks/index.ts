export { type Asked, askPlainly } from './doctor/ask.ts';
export { examine, verdict } from './doctor/examine.ts';
export { localAddress } from './doctor/gate.ts';
export { PROBE_PATH } from './doctor/patient.ts';
export { type Finding, sentences } from './finding.ts';
export { createHealth, type Health, type HealthCheck } from './health.ts';
export { once } from './subject.ts';
