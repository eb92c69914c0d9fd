export type { Health, HealthCheck } from '../checks/index.ts';
export { createOverview, type Overview, type OverviewPage } from './overview.ts';
export { createSystem, type System, type SystemPage } from './system.ts';
