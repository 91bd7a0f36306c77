/** What probes tell. */
export const health = {
  'probe-failure.refused': 'it refuses connections',
  'probe-failure.timed-out': 'no answer in time',
  'probe-failure.closed': 'it closes the connection without an answer',
  'probe-failure.unreachable': 'it cannot be reached',
  'probe-failure.not-http': 'what it answers is not HTTP',
  'probe-failure.too-long': 'the head of its answer does not end',
  'probe-failure.wrong-status': 'it answers with status {status}',

  'health.title': 'Health',
  'health.healthy': 'Healthy since {since}.',
  'health.failing': 'Failing since {since}: {failure}.',
  'health.down': 'Down since {since}: {failure}.',
  'health.not-yet': 'Not probed yet.',
  'health.milliseconds': '{ms, number, ::.0} ms',
  'health.of': 'Time to answer, of the last {count, plural, one {answer} other {# answers}}',

  'health.sentence-failing': 'failing: {failure}',
  'health.sentence-down': 'down: {failure}',
} as const;
