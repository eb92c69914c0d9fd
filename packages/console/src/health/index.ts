export { CheckBadge, Checks, type HealthCheck } from './checks.tsx';
