/** What holds where neither file nor environment say anything, in the words of the file (INTERFACE "Configuration"). */
export const DEFAULTS = {
  listen: '127.0.0.1:4873',
  trustProxy: false,
  metricsListen: '127.0.0.1:9464',
  data: './data',
  store: 'embedded',
  anonymousRead: true,
  registration: false,
  upstreamUrl: 'embedded',
  upstreamKind: 'auto',
  publishAs: 'publish',
  timeout: '30s',
  administratorToken: { env: 'SALLYPORT_ADMIN_TOKEN' },
  secondFactor: 'required',
  maxBytes: '256MiB',
  tokenLifetime: '10m',
  maxTokenAge: '1h',
  leeway: '60s',
  strictAudience: true,
  perAddress: 600,
  perRepository: 120,
} as const;

/** The file that is read when no --config names one, in the working folder. */
export const DEFAULT_FILE = 'sallyport.yaml';
