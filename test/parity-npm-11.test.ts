import { npm11 } from './support/clients.ts';
import { compareCommands } from './support/parity.ts';
import { npmCommands } from './support/parity-npm.ts';

const name = '@acme/parity-npm-11';

compareCommands({ client: npm11, name, commands: npmCommands(npm11, name) });
