export type { Candidate, Decision, Rule } from './closest.ts';
export { DecisionView, type DecisionViewProps } from './decision-view.tsx';
export { Rules } from './rules.tsx';
