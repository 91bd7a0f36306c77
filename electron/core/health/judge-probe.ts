import type { HealthState, Probe, ProbeFailure, ProbeResult } from '../../../shared/health.ts';

/** What is known of a service's health after its probes so far. */
export interface ServiceHealth {
  readonly state: HealthState;
  /** Wall clock, in milliseconds. */
  readonly sinceMs: number;
  /** How many results in a row speak against the state. */
  readonly against: number;
  /** What the last probe failed of. */
  readonly failure?: ProbeFailure;
}

export interface JudgedProbe {
  readonly health: ServiceHealth;
  /** What a person may want to hear of; most probes are no news. */
  readonly news?: 'went-down' | 'recovered';
}

/**
 * Takes one result into the health. A service is down after so many failures in a row as its probe
 * says, and back after so many answers in a row; one failure less, and it is failing meanwhile.
 */
export function judgeProbe(
  before: ServiceHealth | undefined,
  result: ProbeResult,
  { failureThreshold, recoveryThreshold }: Probe,
  nowMs: number,
): JudgedProbe {
  if (result.kind === 'answered') {
    if (before?.state !== 'down') return { health: toState('healthy', before, nowMs) };
    const answers = before.against + 1;
    return answers >= recoveryThreshold
      ? { health: toState('healthy', before, nowMs), news: 'recovered' }
      : { health: { ...before, against: answers } };
  }
  const { failure } = result;
  if (before?.state === 'down') return { health: { ...before, against: 0, failure } };
  const failures = (before?.against ?? 0) + 1;
  return failures >= failureThreshold
    ? { health: { ...toState('down', before, nowMs), failure }, news: 'went-down' }
    : { health: { ...toState('failing', before, nowMs), against: failures, failure } };
}

/** The state with nothing against it yet; the time of one that was there before is kept. */
function toState(
  state: HealthState,
  before: ServiceHealth | undefined,
  nowMs: number,
): ServiceHealth {
  return { state, sinceMs: before?.state === state ? before.sinceMs : nowMs, against: 0 };
}
