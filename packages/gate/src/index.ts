export { type Configuration, loadConfiguration, type Mistake } from './config/index.ts';
export { examineGate } from './doctor.ts';
export { type Gate, type LinkWish, startGate } from './gate.ts';
export { consoleUrl } from './http/index.ts';
export { createLogger } from './logger.ts';
