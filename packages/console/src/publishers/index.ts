export { Raise, StrengthBadge } from './strength.tsx';
