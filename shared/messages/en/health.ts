/** What probes tell; the popover loads these words with its pane, and not before. */
export const health = {
  'probe-failure.refused': 'it refuses connections',
  'probe-failure.timed-out': 'no answer in time',
  'probe-failure.closed': 'it closes the connection without an answer',
  'probe-failure.unreachable': 'it cannot be reached',
  'probe-failure.not-http': 'what it answers is not HTTP',
  'probe-failure.too-long': 'the head of its answer does not end',
  'probe-failure.wrong-status': 'it answers with status {status}',

  'health.title': 'Health',
  'health.since': '{state} since {since}',
  'health.since-because': '{state} since {since}: {failure}',
  'health.not-yet': 'Not probed yet.',
  'health.latency': 'Time to answer',
  'health.figures': 'p50 {p50}, p95 {p95}, p99 {p99}',
  'health.milliseconds': '{ms, number, ::.0} ms',
  'health.of': '{count, plural, one {of the last answer} other {of the last # answers}}',

  'health.sentence-failing': 'failing: {failure}',
  'health.sentence-down': 'down: {failure}',
} as const;
