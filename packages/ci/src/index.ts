export { main, run } from './main.ts';
export type { Surroundings } from './surroundings.ts';
