// Writes sallyport.schema.json from the schema that validates the configuration: `node scripts/write-schema.js`, after a build.
// A test compares the two; the formatter may lay the file out in its own way.
import { writeFileSync } from 'node:fs';
import { publishedSchema } from '../dist/config/index.js';

writeFileSync(
  new URL('../sallyport.schema.json', import.meta.url),
  `${JSON.stringify(publishedSchema(), undefined, 2)}\n`,
);
