import type { HistoryEntry } from '../../../shared/history.ts';
import type { KillOutcome, KillPlan } from '../../../shared/kill.ts';
import type { Host } from '../host.ts';
import type { KillChoice } from './kill-owner.ts';

/** What history says of a kill; undefined where nothing was signalled or stopped. */
export function toKilledEntry(
  host: Host,
  plan: KillPlan,
  { means, way }: KillChoice,
  outcome: KillOutcome,
  byRule: boolean,
): HistoryEntry | undefined {
  const recorded = toRecordedOutcome(outcome);
  if (recorded === undefined) return undefined;
  return {
    kind: 'killed',
    id: host.createId(),
    at: new Date(host.clock.wallMs()).toISOString(),
    protocol: plan.protocol,
    port: plan.port,
    names: plan.targets.map(({ name }) => name),
    pids: plan.targets.map(({ identity }) => identity.pid),
    means,
    way,
    ...(byRule && { byRule: true as const }),
    outcome: recorded,
  };
}

function toRecordedOutcome(outcome: KillOutcome) {
  switch (outcome.kind) {
    case 'freed':
    case 'still-held':
    case 'taken-again':
    case 'restarted':
      return outcome.kind;
    case 'scan-failed':
      return outcome.wasSignalled ? 'unproven' : undefined;
    case 'already-free':
    case 'changed':
    case 'refused':
    case 'not-permitted':
    case 'not-elevated':
    case 'unit-failed':
    case 'engine-failed':
      return undefined;
  }
}
