import { fixtures } from './fixtures/index.ts';
import { attackCorpus } from './support/attack-corpus.ts';
import { MILL_SUBJECT } from './support/verify-world.ts';

await attackCorpus(MILL_SUBJECT);
for (const { provider, issuer, claims } of fixtures) await attackCorpus({ provider, issuer, claims });
