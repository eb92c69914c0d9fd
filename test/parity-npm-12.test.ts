import { npm12 } from './support/clients.ts';
import { compareCommands } from './support/parity.ts';
import { npmCommands } from './support/parity-npm.ts';

const name = '@acme/parity-npm-12';

compareCommands({ client: npm12, name, commands: npmCommands(npm12, name) });
