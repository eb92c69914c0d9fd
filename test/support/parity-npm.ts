import { type Client, npm11 } from './clients.ts';
import { type Command, inConsumer, PUBLISHED_BY } from './parity.ts';

const PASSWORD = 'correct horse battery staple';

/** npm-contract.md section 7, from an account's first login to its logout, as one user of npm goes through it. */
export function npmCommands(client: Client, name: string): readonly Command[] {
  const user = client.title.replaceAll(' ', '-');
  return [
    { run: 'ping' },
    { run: 'whoami' },
    // There is no web login: npm falls back to name and password.
    {
      run: 'login',
      typed: [
        { prompt: 'Username', line: user },
        { prompt: 'Password', line: PASSWORD },
      ],
    },
    { run: 'whoami' },
    { run: 'profile get' },
    { run: 'profile set fullname Somebody' },
    { run: 'token list' },
    { run: 'token create', typed: [{ prompt: 'assword', line: PASSWORD }] },
    { run: 'token revoke 0123456789ab' },
    { run: 'publish' },
    { run: 'publish' },
    { run: 'version 1.1.0 --no-git-tag-version' },
    { run: 'publish --tag next' },
    { run: `view ${name}`, otherWords: PUBLISHED_BY },
    { run: `view ${name}@next dist.integrity --json` },
    { run: `view ${name} versions` },
    { run: `view ${name}@9` },
    { run: `view ${name}-absent` },
    { run: `dist-tag ls ${name}` },
    { run: `dist-tag add ${name}@1.0.0 old` },
    { run: `dist-tag rm ${name} old` },
    { run: `dist-tag rm ${name} none` },
    { run: `deprecate ${name}@1.0.0 use-another` },
    { run: `deprecate ${name}@1.1.0 bad` },
    // An empty sentence takes it back.
    { run: `deprecate ${name}@1.1.0 ` },
    { run: `owner ls ${name}` },
    { run: `owner add bob ${name}` },
    { run: `owner rm bob ${name}` },
    { run: `access get status ${name}` },
    { run: `access set status=public ${name}` },
    { run: `access list packages ${user}` },
    { run: `access list collaborators ${name}` },
    { run: `access grant read-only acme:developers ${name}` },
    // Gone from npm 12.
    ...(client === npm11
      ? [{ run: `star ${name}` }, { run: `stars ${user}` }, { run: `unstar ${name}` }, { run: 'hook ls' }]
      : []),
    { run: 'team ls acme' },
    { run: 'team create acme:developers' },
    { run: 'org ls acme' },
    { run: 'org set acme bob developer' },
    { run: `search ${name.split('/')[1]} --json`, otherWords: PUBLISHED_BY },
    { run: 'search nothing-is-called-so' },
    inConsumer(`pack ${name}@1.0.0`),
    inConsumer(`install ${name}@1.0.0`),
    inConsumer('ci'),
    inConsumer('outdated'),
    inConsumer(`install ${name}@next`),
    inConsumer(`install ${name}-absent`),
    inConsumer('audit'),
    inConsumer(`diff --diff=${name}@1.0.0 --diff=${name}@1.1.0`),
    { run: `unpublish ${name}@1.1.0` },
    { run: `unpublish ${name} --force` },
    { run: `unpublish ${name} --force` },
    { run: 'logout' },
    { run: 'whoami' },
    { run: 'publish' },
  ];
}
