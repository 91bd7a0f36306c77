import { isQuietAt } from '../../shared/quiet-hours.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { Clock } from './host.ts';
import type { HealthAlert } from './health/health.ts';
import type { RuleKill } from './kill/rule-kills.ts';
import type { ConflictAlert } from './reconcile.ts';

/** While something waits to be told: how often is looked whether it is still quiet. */
const LOOK_EVERY_MS = 5000;
/** Of what rules did, and of outages, no more than this is remembered in one long quiet time. */
const REMEMBERED_MAX = 100;

/** Why nothing should be told now. */
export type QuietReason = 'quiet-hours' | 'do-not-disturb';

export type KilledByRule = Extract<RuleKill, { kind: 'killed' }>;

/** What the person should hear about at one moment. */
export interface News {
  readonly alerts: readonly ConflictAlert[];
  readonly ruleKills: readonly KilledByRule[];
  readonly outages: readonly HealthAlert[];
  /** Some of it happened while it was quiet. */
  readonly wasMissed: boolean;
}

export interface AnnouncerParts {
  readonly clock: Clock;
  readonly getSnapshot: () => Pick<Snapshot, 'settings' | 'watched'>;
  /** What the desktop says, where it can be known. */
  readonly isDoNotDisturb: () => Promise<boolean>;
  readonly tell: (news: News) => void;
  readonly onBug: (error: unknown) => void;
}

/** Decides when the person is told: at once, or together when it is no longer quiet. */
export interface Announcer {
  hearOfConflicts(alerts: readonly ConflictAlert[]): void;
  hearOfRuleKill(kill: KilledByRule): void;
  hearOfOutage(outage: HealthAlert): void;
  /** Whether it is quiet now, and why. */
  findQuiet(): Promise<QuietReason | undefined>;
  stop(): void;
}

export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { clock, getSnapshot, tell } = parts;
  let waitingIds: ReadonlySet<string> = new Set();
  let waitingKills: readonly KilledByRule[] = [];
  let waitingOutages: readonly HealthAlert[] = [];
  let wasMissed = false;
  let isStopped = false;
  let cancelLook: (() => void) | undefined;
  /** One look after the other, so that nothing is told twice. */
  let looking: Promise<void> = Promise.resolve();

  async function findQuiet(): Promise<QuietReason | undefined> {
    if (isQuietAt(getSnapshot().settings.quietHours, clock.wallMs())) return 'quiet-hours';
    return (await parts.isDoNotDisturb()) ? 'do-not-disturb' : undefined;
  }

  function countWaiting(): number {
    return waitingIds.size + waitingKills.length + waitingOutages.length;
  }

  function lookSoon(): void {
    looking = looking.then(look).catch(parts.onBug);
  }

  async function look(): Promise<void> {
    cancelLook?.();
    cancelLook = undefined;
    if (countWaiting() === 0) return;
    const quiet = await findQuiet();
    if (isStopped) return;
    if (quiet === undefined) tellWhatStands();
    else wasMissed = true;
    if (countWaiting() === 0) wasMissed = false;
    else cancelLook = clock.schedule(LOOK_EVERY_MS, lookSoon);
  }

  function tellWhatStands(): void {
    const { watched, settings } = getSnapshot();
    const views = watched.filter(({ watchedPort }) => waitingIds.has(watchedPort.id));
    const alerts = settings.notifyConflicts
      ? views
          .filter(
            ({ verdict, mutedUntil }) => verdict.kind === 'conflict' && mutedUntil === undefined,
          )
          .map(({ watchedPort }) => ({ watchedPortId: watchedPort.id }))
      : [];
    const ruleKills = waitingKills;
    const outages = waitingOutages.filter((outage) =>
      watched.some(
        (view) => view.watchedPort.id === outage.watchedPort.id && isStillDown(outage, view),
      ),
    );
    // Whether those still stand, the next good reading tells.
    const unclear = views.filter(({ verdict }) => verdict.kind === 'undetermined');
    waitingIds = new Set(unclear.map(({ watchedPort }) => watchedPort.id));
    waitingKills = [];
    waitingOutages = [];
    if (alerts.length + ruleKills.length + outages.length > 0) {
      tell({ alerts, ruleKills, outages, wasMissed });
    }
  }

  return {
    hearOfConflicts(alerts) {
      waitingIds = new Set([...waitingIds, ...alerts.map(({ watchedPortId }) => watchedPortId)]);
      lookSoon();
    },
    hearOfRuleKill(kill) {
      waitingKills = [...waitingKills, kill].slice(-REMEMBERED_MAX);
      lookSoon();
    },
    hearOfOutage(outage) {
      waitingOutages = [...waitingOutages, outage].slice(-REMEMBERED_MAX);
      lookSoon();
    },
    findQuiet,
    stop() {
      isStopped = true;
      cancelLook?.();
    },
  };
}

/** A service that we are starting again, or could not, is away for that; any other has been ended. */
function isStillDown(outage: HealthAlert, { health, mutedUntil }: WatchedView): boolean {
  if (mutedUntil !== undefined) return false;
  if (health !== undefined) return health.state === 'down';
  return outage.kind !== 'went-down' || outage.isRestarted;
}
