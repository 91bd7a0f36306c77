import { listAlsoHeld } from '../../../shared/also-held.ts';
import type { KillMeans, KillOutcome, KillPlan, KillWay } from '../../../shared/kill.ts';
import { toRealMeans } from '../../../shared/real-means.ts';
import type { FoundTarget, KillTarget } from './kill-target.ts';
import { toOwnerJson } from '../output/listener-json.ts';
import { endsProcesses } from '../arguments/parse-kill.ts';
import { listWarnings, type ChosenKills, type PlannedKill } from './planned-kill.ts';

/** What one kill came to; nothing where it was only planned. */
export interface KillResult {
  readonly kill: PlannedKill;
  readonly outcome: KillOutcome | undefined;
  readonly sentence: string | undefined;
}

/** Why nobody could be shown; a person has read the sentence. */
export interface UnplannedKill {
  readonly refused:
    | 'settings-unreadable'
    | Exclude<FoundTarget['kind'], 'found'>
    | 'scan-failed'
    | 'scan-partial'
    | 'changed'
    | 'held-by-portreeve'
    | Exclude<ChosenKills['kind'], 'chosen'>;
  /** Undefined where no one port is meant. */
  readonly target: KillTarget | undefined;
}

/** `portreeve kill --json`: see the README for the shape, which other programs rely on. */
export function toKillDocument(
  { port, protocol }: Pick<KillTarget, 'port' | 'protocol'>,
  { means, isDryRun }: { readonly means: KillMeans; readonly isDryRun: boolean },
  results: readonly KillResult[],
) {
  return {
    port,
    protocol,
    dryRun: isDryRun,
    kills: results.map(({ kill, outcome, sentence }) => ({
      addresses: kill.plans.map(({ address }) => address),
      pids: kill.owners.map(({ identity }) => identity.pid),
      names: kill.owners.map(({ name }) => name),
      expectedBy: kill.expectedBy,
      spared: kill.spared.flatMap(({ owners }) => owners.map(({ identity }) => identity.pid)),
      way: kill.way?.kind ?? null,
      ways: kill.plans[0].ways.map(({ kind }) => kind),
      means: kill.way === undefined ? null : toMeans(kill.way, kill.plans[0], means),
      alsoHolds: listAlsoHeld(kill.plans, kill.plans),
      warnings: listWarnings(kill),
      outcome: outcome === undefined ? null : toOutcomeJson(outcome),
      sentence: sentence ?? null,
    })),
  };
}

/** The same where nobody could be shown. */
export function toUnplannedDocument({ refused, target }: UnplannedKill, isDryRun: boolean) {
  const { port = null, protocol = null } = target ?? {};
  return { port, protocol, dryRun: isDryRun, kills: [], refused };
}

function toMeans({ kind }: KillWay, plan: KillPlan, asked: KillMeans): KillMeans {
  return endsProcesses(kind) ? toRealMeans(plan, asked) : 'graceful';
}

function toOutcomeJson(outcome: KillOutcome) {
  return 'holders' in outcome ? { ...outcome, holders: outcome.holders.map(toOwnerJson) } : outcome;
}
