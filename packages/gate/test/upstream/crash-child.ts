// Publishes one version after another until somebody kills it: see embedded-crash.test.ts.
import { openEmbedded } from '../../src/upstream/index.ts';
import { crashRelease } from './crash-release.ts';

const [directory = '', start = '0'] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const upstream = await openEmbedded({
  directory,
  publicUrl: () => 'http://127.0.0.1:1',
  anonymousRead: true,
  registration: false,
  log: quiet,
});
for (let number = Number(start); ; number++) {
  process.stdout.write(`begin ${number}\n`);
  const answer = await upstream.publish(crashRelease(number));
  process.stdout.write(`${answer.outcome} ${number}\n`);
}
