import { startPostgres } from '../../packages/gate/test/support/postgres.ts';
import { page, startsUp } from '../support/docs/page.ts';
import { openShell } from '../support/docs/shell.ts';

page(
  'docs/how-to/postgresql.md',
  async () => {
    const shell = await openShell();
    const postgres = await startPostgres();
    return {
      shell,
      replace: [
        ['postgres://sallyport:PASSWORD@db.acme.example/sallyport?sslmode=verify-full', await postgres.newSchema()],
        ['sallyport serve', startsUp('npx sallyport serve', 'sallyport ready http')],
      ],
      before: async () => ({ SALLYPORT_LISTEN: '127.0.0.1:0' }),
      close: async () => {
        await shell.remove();
        await postgres.stop();
      },
    };
  },
  {
    notHere: {
      'createuser --pwprompt sallyport': 'it asks for a password at a terminal, as the owner of the database server',
    },
  },
);
