export { createSettlement, type Settlement, type SettlementParts } from './settlement.ts';
