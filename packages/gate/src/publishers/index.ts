export type { By, Plan } from './plan.ts';
export { createPublishers, type Publishers, type PublishersParts } from './publishers.ts';
export { summaries, toWire, type WirePublisher } from './wire.ts';
