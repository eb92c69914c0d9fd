export type { Switch } from './known.ts';
export { createSwitches, type SwitchBy, type Switches, type SwitchesParts, type SwitchPlan } from './switches.ts';
