import { type Npmjs, type SeenRequest, startNpmjs } from '../../packages/gate/test/npmjs/index.ts';
import { type Answer, addPublisher, audit, escapeName, exchanged, put, request } from './api.ts';
import { type PublishDocument, publishDocument } from './documents.ts';
import { type GateOptions, startTestStage, type TestGate, type TestStage } from './gate.ts';
import { mintRun } from './recorded-stage.ts';

/** A gate that stages, in front of a registry with a stage queue. Packages of the scope `@staged` have a trusted publisher. */
export interface StagingWorld {
  readonly stage: TestStage;
  readonly registry: Npmjs;
  /** The configuration of a further gate in front of the same registry. */
  readonly options: GateOptions;
  readonly startRun: (name: string) => Promise<Run>;
  /** `npm publish`. */
  readonly publish: (run: Run, gate?: Pick<TestGate, 'url'>) => Promise<Answer>;
  /** Another version with the same token. */
  readonly publishOther: (run: Run, gate?: Pick<TestGate, 'url'>) => Promise<Answer>;
  /** What the audit says of its publishes, oldest first. */
  readonly outcomes: (name: string) => Promise<readonly string[]>;
  /** Method and path of what reached the registry about this package with the gate's credential. */
  readonly withCredential: (name: string) => readonly string[];
  readonly close: () => Promise<void>;
}

/** A run that has exchanged and is about to publish 1.0.0. */
export interface Run {
  readonly name: string;
  readonly idToken: string;
  readonly token: string;
  readonly document: PublishDocument;
}

/** @param timeout of the gates: without a byte from the registry. */
export async function startStagingWorld(
  configuration: Readonly<Record<string, unknown>> = {},
  timeout = '5s',
): Promise<StagingWorld> {
  const registry = await startNpmjs();
  const options = {
    configuration: {
      upstream: { url: registry.url, credential: { env: 'REGISTRY_TOKEN' }, publishAs: 'stage', timeout },
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
      ...configuration,
    },
    env: { REGISTRY_TOKEN: registry.credential },
  };
  const stage = await startTestStage(options);
  const { gate, bitbucket } = stage;
  await addPublisher(gate, '@staged/*', bitbucket);
  return {
    stage,
    registry,
    options,
    async startRun(name) {
      const idToken = await mintRun(stage);
      const token = await exchanged(gate, name, idToken);
      return { name, idToken, token, document: await publishDocument(name, '1.0.0') };
    },
    publish: ({ name, token, document }, at = gate) => put(at, name, token, document.text),
    publishOther: async ({ name, token }, at = gate) =>
      put(at, name, token, (await publishDocument(name, '2.0.0')).text),
    outcomes: async (name) =>
      (await audit(gate, `package=${encodeURIComponent(name)}&kind=publish&limit=100`))
        .map(({ outcome }) => outcome)
        .toReversed(),
    withCredential: (name) =>
      registry.seen.filter((one) => isAbout(one, name) && holds(one, registry.credential)).map(lineOf),
    async close() {
      await stage.close();
      await registry.close();
    },
  };
}

/** `npm stage publish`. */
export const postStage = (
  gate: Pick<TestGate, 'url'>,
  { name, token, document }: Pick<Run, 'name' | 'document'> & { readonly token: string | undefined },
): Promise<Answer> =>
  request(`${gate.url}/-/stage/package/${escapeName(name)}`, {
    method: 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    body: document.text,
  });

export const holds = ({ headers, path, body }: SeenRequest, secret: string): boolean =>
  path.includes(secret) || body.includes(secret) || Object.values(headers).flat().join('\n').includes(secret);

export const lineOf = ({ method, path }: SeenRequest): string => `${method} ${path}`;

const isAbout = ({ path }: SeenRequest, name: string): boolean => decodeURIComponent(path).includes(name);
