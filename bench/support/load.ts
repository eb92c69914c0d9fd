import { Client } from 'undici';

export interface Asked {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came of a load: requests a second, and how long each took in milliseconds, sorted. */
export interface Loaded {
  readonly rate: number;
  readonly latencies: readonly number[];
}

/** Each request once, over so many connections, read to its end. Throws when one was not answered with this status. */
export async function load(
  origin: string,
  requests: readonly Asked[],
  connections: number,
  status: number,
): Promise<Loaded> {
  const waiting = requests.values();
  const latencies: number[] = [];
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (const { path, method, headers = {} } of waiting) {
        const begun = performance.now();
        const { statusCode, body } = await client.request({ path, method, headers });
        const bytes = await body.bytes();
        if (statusCode !== status) throw new Error(`${path}: ${statusCode} ${Buffer.from(bytes).toString()}`);
        latencies.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  return { rate: requests.length / seconds, latencies: latencies.sort((a, b) => a - b) };
}

/** The middle and its span, as the tables write them. */
export const span = (values: readonly number[], digits = 2): string => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): string => (sorted[index] ?? Number.NaN).toFixed(digits);
  return `${at(Math.floor(sorted.length / 2))} (${at(0)} to ${at(sorted.length - 1)})`;
};
