import type { Narrator } from './narrator.ts';
import { run } from './run.ts';
import type { Stage } from './stage.ts';

/** The owner's part: one trusted publisher with the three UUIDs of the feature request, and a branch. */
export async function configureTrust(stage: Stage, tell: Narrator): Promise<void> {
  tell.chapter(`The owner of ${stage.package} trusts one repository, one deployment environment, one branch`);
  const { provider } = stage.issuer;
  const claims = provider.token.example;
  const flags = provider.fields.flatMap(({ flag, claim, forms }) => {
    const value = claims[claim];
    return typeof value === 'string' && forms.includes('exact') ? [`--${flag}`, value] : [];
  });
  const args = ['trust', 'add', provider.type, stage.package, ...flags, '--yes', '--registry', `${stage.url}/`];
  tell.command(`sallyport ${args.map((arg) => (/[{}]/.test(arg) ? `'${arg}'` : arg)).join(' ')}`);
  const ran = await run([...stage.sallyport, ...args], {
    cwd: stage.folder,
    env: { ...stage.environment, SALLYPORT_TOKEN: stage.administratorToken },
  });
  tell.output(ran);
  if (ran.code === 0) tell.good('No token is stored in any pipeline, now or later.');
  else tell.bad(`sallyport trust add ended with ${ran.code}`);
}
