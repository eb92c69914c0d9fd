export { Checks, type HealthCheck } from './checks.tsx';
