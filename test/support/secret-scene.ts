import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { type Answer, audit, escapeName, request } from './api.ts';
import type { TestGate, TestStage } from './gate.ts';
import { type SecretLedger, secretLedger } from './secret-ledger.ts';

const PROGRAM = resolve(import.meta.dirname, '../../packages/gate/bin/sallyport.js');
export const NAME = '@secrets/one';

/** A gate under whose requests every answer is looked through. */
export interface Scene {
  readonly stage: TestStage;
  readonly gate: TestGate;
  readonly ledger: SecretLedger;
  readonly found: string[];
  /** Sends a request, and looks for every secret in its answer; `own` may stand in it. */
  readonly ask: (path: string, init: RequestInit, own?: 'token') => Promise<Answer>;
}

export async function openScene(stage: TestStage): Promise<Scene> {
  const ledger = secretLedger();
  const found: string[] = [];
  ledger.keep("the administrator's token", stage.gate.administratorToken);
  return {
    stage,
    gate: stage.gate,
    ledger,
    found,
    async ask(path, init, own) {
      const answer = await request(stage.gate.url + path, init);
      const text = `${JSON.stringify([...answer.headers])} ${own === undefined ? answer.text : answer.text.replaceAll(/spt_\w+/g, '')}`;
      found.push(
        ...ledger.foundIn(
          `the answer ${answer.status} to ${init.method ?? 'GET'} ${path.replaceAll(/spt_\w+|ey[\w.-]+/g, '*')}`,
          text,
        ),
      );
      return answer;
    },
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
export const json = { 'content-type': 'application/json' };
export const exchangePath = `/-/npm/v1/oidc/token/exchange/package/${escapeName(NAME)}`;
export const packagePath = `/${escapeName(NAME)}`;

export async function mint(
  { stage, ledger }: Scene,
  what: string,
  ...asked: Parameters<TestStage['bitbucket']['mint']>
) {
  const claims = { stepUuid: `{${randomUUID()}}`, ...asked[0]?.claims };
  return ledger.keepIdToken(what, await stage.bitbucket.mint({ audience: stage.audience, ...asked[0], claims }));
}

export async function exchangeKept(scene: Scene, what: string): Promise<string> {
  const idToken = await mint(scene, `the id_token of ${what}`);
  const answer = await scene.ask(exchangePath, { method: 'POST', headers: bearer(idToken) }, 'token');
  expect(answer.status).toBe(201);
  return scene.ledger.keep(`the publish token of ${what}`, (answer.json as { token: string }).token);
}

/** The words of the log and the export of the audit. */
export async function expectQuietRecords(scene: Scene): Promise<void> {
  const { gate, ledger, found } = scene;
  const log = gate.log();
  expect(log).toContain('"route":"exchange"');
  found.push(...ledger.foundIn('the log', log));
  const env = { PATH: process.env['PATH'], HOME: gate.folder, SALLYPORT_ADMIN_TOKEN: gate.administratorToken };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, 'audit', 'export'], {
    cwd: gate.folder,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stdout).toContain(NAME);
  found.push(...ledger.foundIn('the audit export', stdout + stderr));
  found.push(...ledger.foundIn('the audit', JSON.stringify(await audit(gate))));
}
