/**
 * Every metric of the gate's own: what Prometheus calls it, its labels and what it says. docs/how-to/operate.md has them as a table. Label
 * values are codes, routes, types of providers and the like, which are as many as the source and the configuration have; never a name
 * of a package or issuer, a claim, an address of a request, or anything else that a client chose (A2).
 */
export const METRICS = {
  exchanges: {
    name: 'sallyport_exchanges_total',
    labels: ['provider', 'outcome', 'reason'],
    help: 'Exchanges of id_tokens. outcome: accepted, refused, limited, fault; reason: the code; provider: unverified where the token did not verify.',
  },
  exchangeSeconds: {
    name: 'sallyport_exchange_duration_seconds',
    labels: ['outcome'],
    help: 'How long exchanges took.',
  },
  publishes: {
    name: 'sallyport_publishes_total',
    labels: ['credential', 'outcome', 'reason'],
    help: "Publishes through the gate. credential: publish-token, or account for a person's own into the embedded registry; outcome: published, staged, edited, refused, fault; reason: the code of a refusal.",
  },
  publishSeconds: {
    name: 'sallyport_publish_duration_seconds',
    labels: ['credential', 'outcome'],
    help: 'How long publishes took, from the first byte of the request to the outcome.',
  },
  settlements: {
    name: 'sallyport_settlements_total',
    labels: ['outcome'],
    help: 'Reservations settled. outcome: published, staged (people approve it at the upstream), released (not upstream for sure), unknown (only the same bytes may go again).',
  },
  requests: {
    name: 'sallyport_http_requests_total',
    labels: ['route', 'status'],
    help: 'Requests answered. route: what the path means, or the template of an address of ours; status: 2xx, 3xx, 4xx, 5xx, or none where the client went away.',
  },
  requestSeconds: {
    name: 'sallyport_http_request_duration_seconds',
    labels: ['route'],
    help: 'How long requests took until their answer was sent. A live stream of events counts when it ends.',
  },
  limited: {
    name: 'sallyport_rate_limited_total',
    labels: ['limit'],
    help: 'Requests answered 429 by this gate. limit: address, repository.',
  },
  issuerRequests: {
    name: 'sallyport_issuer_requests_total',
    labels: ['outcome'],
    help: 'Requests to issuers for discovery and keys. outcome: ok, timeout, network, status, redirect, too-large, address-refused.',
  },
  issuerSeconds: {
    name: 'sallyport_issuer_request_duration_seconds',
    labels: [],
    help: 'How long issuers took to answer.',
  },
  issuers: {
    name: 'sallyport_issuers',
    labels: ['state'],
    help: 'Issuers asked since the start. state: ok, or failing where the last request for keys failed.',
  },
  upstreamRequests: {
    name: 'sallyport_upstream_requests_total',
    labels: ['operation', 'outcome'],
    help: 'What the gate asked of the upstream. operation: publish, find, versions, forward, identify; outcome: what came of it, such as published, present, answered, unavailable (no answer, or none in time), unknown.',
  },
  upstreamSeconds: {
    name: 'sallyport_upstream_request_duration_seconds',
    labels: ['operation'],
    help: 'How long the upstream took, to the end of its answer.',
  },
  commits: {
    name: 'sallyport_store_commit_duration_seconds',
    labels: ['operation'],
    help: 'How long a write waited until it was on the disk of the store. operation: mint, reserve, extend, settle, append.',
  },
  commitFaults: {
    name: 'sallyport_store_commit_failures_total',
    labels: ['operation'],
    help: 'Writes that the store did not take.',
  },
  unwritten: {
    name: 'sallyport_audit_refusals_unwritten_total',
    labels: [],
    help: 'Refusals that were counted instead of written to the audit: more than so many a minute of one repository.',
  },
  unsettled: {
    name: 'sallyport_grants_unsettled',
    labels: ['state'],
    help: 'Grants whose publish nobody has settled, of the whole store, at most 1000. state: abandoned (its gate gave no sign of life), bound (the upstream could not say).',
  },
  inFlight: {
    name: 'sallyport_publishes_in_flight',
    labels: [],
    help: 'Publishes that this gate is sending upstream now.',
  },
  streams: {
    name: 'sallyport_event_streams',
    labels: [],
    help: 'Live streams of audit entries open at this gate.',
  },
  health: {
    name: 'sallyport_health',
    labels: ['check'],
    help: "The gate's own checks, the worst of each name: 0 ok, 1 warning, 2 failed.",
  },
  build: {
    name: 'sallyport_build_info',
    labels: ['version', 'node', 'store'],
    help: 'What runs here; always 1.',
  },
} as const;
