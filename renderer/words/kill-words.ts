import type { KillPlan, KillWarning } from '../../shared/resolution.ts';
import type { Saying } from './saying.ts';

/** Why a process is never signalled. */
export function sayKillRefusal(refusal: NonNullable<KillPlan['refusal']>): Saying {
  return {
    key: `kill-refusal.${refusal.reason}`,
    values: { name: refusal.name, user: refusal.user },
  };
}

/** What a careful person wants to know first. */
export function sayKillWarning(warning: KillWarning): Saying {
  switch (warning.kind) {
    case 'several-owners':
    case 'connected-clients':
      return { key: `kill-warning.${warning.kind}`, values: { count: warning.count } };
    case 'another-user':
      return { key: 'kill-warning.another-user', values: { user: warning.user } };
    case 'supervisor':
      return { key: 'kill-warning.supervisor', values: { supervisor: warning.supervisor } };
  }
}
